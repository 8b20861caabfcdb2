import type { ResolvedResource, ResolvedStack } from '../assembly/resolved-stack';

/** A REST API and what of the stack belongs to it. */
export class ApiResources {
  public readonly apiId: string;

  public constructor(
    public readonly stack: ResolvedStack,
    public readonly restApi: ResolvedResource,
  ) {
    this.apiId = restApi.ref;
  }

  /** Resources of this type, of whatever API. */
  public all(type: string): readonly ResolvedResource[] {
    return this.stack.resources.filter((resource) => resource.type === type);
  }

  /** Resources of this type whose `RestApiId` is this API. */
  public own(type: string): readonly ResolvedResource[] {
    return this.all(type).filter(({ properties }) => properties.RestApiId === this.apiId);
  }

  /** The one of them that a property refers to. */
  public referred(type: string, reference: unknown): ResolvedResource | undefined {
    return this.own(type).find(({ ref }) => ref === reference);
  }
}
