import { AssemblyError } from './assembly-error';
import type { ResolvedResource } from './resolved-stack';
import type { StackScope } from './stack-scope';
import { describeUnresolved, withoutDynamicReferences } from './unresolved-parts';

/**
 * The resources of a stack and of its nested stacks.
 *
 * @param place what their ids are below
 * @param undecided gets the error for each resource that may be there or not, where that matters; then it counts as there
 */
export function resolveResources(
  scope: StackScope,
  place: string,
  undecided: (error: AssemblyError) => void,
): readonly ResolvedResource[] {
  return Object.entries(scope.source.template.resources).flatMap(([logicalId, { type, properties, metadata }]) => {
    if (!isDeployed(scope, logicalId, undecided)) return [];
    const nested = scope.nested(logicalId);
    const resource: ResolvedResource = {
      id: `${place}${scope.prefix}${logicalId}`,
      type,
      properties: withoutDynamicReferences(scope.resolve(properties)) as Record<string, unknown>,
      ref: String(scope.ref(logicalId)),
      metadata,
      directory: scope.source.directory,
    };
    return [resource, ...(nested === undefined ? [] : resolveResources(nested, place, undecided))];
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
