/** Stable codes of `AssemblyError`. A code never changes its meaning. */
export type AssemblyErrorCode =
  | 'ApiAmbiguous'
  | 'ApiMissing'
  | 'ApiUnknown'
  | 'AssemblyMissing'
  | 'BodyUnsupported'
  | 'ConditionUnknown'
  | 'JsonInvalid'
  | 'ManifestMissing'
  | 'StackAmbiguous'
  | 'StackMissing'
  | 'StackUnknown'
  | 'StageAmbiguous'
  | 'StageMissing'
  | 'StageUnknown'
  | 'TemplateInvalid'
  | 'TransformUnsupported';

/** The cloud assembly cannot be served: it is not one, or it does not say which API is meant. */
export class AssemblyError extends Error {
  /**
   * @param code stable, for programs
   * @param problem what was got
   * @param rule what is allowed, and how to get there
   */
  public constructor(
    public readonly code: AssemblyErrorCode,
    problem: string,
    rule: string,
  ) {
    super(`${problem}; ${rule} [${code}]`);
    this.name = 'AssemblyError';
  }
}
