import { AssemblyError } from './assembly-error';
import type { JsonObject } from './json-file';
import type { ResolvedResource } from './resolved-stack';
import { withSecrets } from './secrets-in-resource';
import type { StackScope } from './stack-scope';
import type { StackSecrets } from './stack-secrets';
import { describeUnresolved, withoutDynamicReferences } from './unresolved-parts';

/**
 * The resources of a stack and of its nested stacks.
 *
 * @param place what their ids are below
 * @param undecided gets the error for each resource that may be there or not, where that matters; then it counts as there
 * @param secrets those of the stacks that are served; none while it is looked for which these are
 */
export function resolveResources(
  scope: StackScope,
  place: string,
  undecided: (error: AssemblyError) => void,
  secrets?: StackSecrets,
): readonly ResolvedResource[] {
  return Object.entries(scope.source.template.resources).flatMap(([logicalId, { type, properties, metadata }]) => {
    if (!isDeployed(scope, logicalId, undecided)) return [];
    const nested = scope.nested(logicalId);
    const resolved = scope.resolve(properties) as JsonObject;
    const known = secrets === undefined ? resolved : withSecrets(type, resolved, secrets);
    const resource: ResolvedResource = {
      id: `${place}${scope.prefix}${logicalId}`,
      type,
      properties: withoutDynamicReferences(known) as JsonObject,
      ref: String(scope.ref(logicalId)),
      metadata,
      directory: scope.source.directory,
    };
    return [resource, ...(nested === undefined ? [] : resolveResources(nested, place, undecided, secrets))];
  });
}

/** What of the resources depends on AWS, in words. */
export function unresolvedFindings(resources: readonly ResolvedResource[]): readonly string[] {
  return resources.flatMap(({ id, properties }) => describeUnresolved(properties).map((where) => `${id}: ${where}`));
}

/** Whether the resource may be there or not decides what is guarded, and by what. */
const DECISIVE = /^AWS::(ApiGateway|ApiGatewayV2|WAFv2|WAFRegional|Lambda|CloudFormation)::/;

function isDeployed(scope: StackScope, logicalId: string, undecided: (error: AssemblyError) => void): boolean {
  const { source, prefix } = scope;
  const { type, condition: name } = source.template.resources[logicalId];
  if (name === undefined) return true;
  const holds = scope.condition(name);
  if (holds === undefined && DECISIVE.test(type)) {
    undecided(
      new AssemblyError(
        'ConditionUnknown',
        `condition ${name} of ${source.name} depends on something that only AWS knows, and decides whether there is a ${type} ${prefix}${logicalId}`,
        'the parameters that it depends on must have a default, or a value in `parameters`',
      ),
    );
  }
  return holds !== false;
}
