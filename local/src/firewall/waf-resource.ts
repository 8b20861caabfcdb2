import type { ResolvedResource, ResolvedStack } from '../assembly/resolved-stack';

/** The name of a WAF resource, out of its `ref`, `name|id|scope`. */
export function wafName(resource: ResolvedResource): string {
  return resource.ref.split('|')[0];
}

/**
 * A WAF resource of the stack by its ARN, `arn:…:regional/ipset/name/id`.
 *
 * @param type `AWS::WAFv2::IPSet`
 */
export function findByArn(stack: ResolvedStack, type: string, arn: string): ResolvedResource | undefined {
  const [name, id] = arn.split('/').slice(-2);
  return stack.resources.find((resource) => {
    const [ownName, ownId] = resource.ref.split('|');
    return resource.type === type && (resource.ref === arn || (ownName === name && ownId === id));
  });
}
