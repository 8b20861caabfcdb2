import { isUnresolved } from './resolved-stack';
import { secretMember, secretValue } from './secret-value';
import type { StackScope } from './stack-scope';

/** Resources that write into a secret after it was made. */
const WRITERS = new Set(['AWS::SecretsManager::RotationSchedule', 'AWS::SecretsManager::SecretTargetAttachment']);

/** `{{resolve:secretsmanager:arn:SecretString:json-key}}`, with or without the two colons of stage and version. */
const REFERENCE = /\{\{resolve:secretsmanager:(arn:[^:}]+(?::[^:}]*){5})(?::SecretString(?::([^:}]*):{0,2})?)?\}\}/g;

/** The secrets of some stacks, each with one value for this run. */
export class StackSecrets {
  /** By ARN; undefined for one whose value only AWS knows. */
  private readonly values = new Map<string, string | undefined>();

  public constructor(scopes: readonly StackScope[]) {
    const all = scopes.flatMap((scope) => [...withNested(scope)]);
    for (const scope of all) this.read(scope);
    for (const scope of all) this.forgetWritten(scope);
  }

  /** Puts values in for the references to these secrets; every other dynamic reference stays. */
  public fill(text: string): string {
    return text.replace(REFERENCE, (reference: string, arn: string, key?: string) => {
      const value = this.values.get(arn);
      if (value === undefined) return reference;
      return (key === undefined || key === '' ? value : secretMember(value, key)) ?? reference;
    });
  }

  private read(scope: StackScope): void {
    for (const [logicalId, { type, properties, condition }] of Object.entries(scope.source.template.resources)) {
      if (type !== 'AWS::SecretsManager::Secret') continue;
      if (condition !== undefined && scope.condition(condition) !== true) continue;
      const arn = String(scope.ref(logicalId));
      if (isUnresolved(arn)) continue;
      // Two of one name cannot be deployed; which of them is meant is not guessed.
      const isNew = !this.values.has(arn);
      this.values.set(arn, isNew ? secretValue(scope.resolve(properties) as Record<string, unknown>) : undefined);
    }
  }

  private forgetWritten(scope: StackScope): void {
    for (const { type, properties } of Object.values(scope.source.template.resources)) {
      if (!WRITERS.has(type)) continue;
      const secret = String(scope.resolve(properties.SecretId));
      for (const arn of this.values.keys()) {
        if (arn === secret || nameOf(arn) === secret) this.values.delete(arn);
      }
    }
  }
}

/** Secrets Manager adds a dash and six characters to the name. */
function nameOf(arn: string): string | undefined {
  return arn.split(':').at(-1)?.slice(0, -7);
}

function* withNested(scope: StackScope): Iterable<StackScope> {
  yield scope;
  for (const [logicalId, { condition }] of Object.entries(scope.source.template.resources)) {
    if (condition !== undefined && scope.condition(condition) !== true) continue;
    const nested = scope.nested(logicalId);
    if (nested !== undefined) yield* withNested(nested);
  }
}
