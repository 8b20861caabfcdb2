import { CfnResource, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import { referencedIds } from '../private/template-references';

/** Names that a deployment gets are its id and a digest of the API, which costs more than all else here. */
const DIGEST = /^[0-9a-f]{32}$/;

/** What resources of one app wait for, as CloudFormation sees it: by `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn`. */
export class DependencyGraph {
  private readonly stacks = new Map<Stack, Map<string, CfnResource>>();

  /**
   * @param shortcuts what is known of some resources without rendering them
   */
  public constructor(private readonly shortcuts: ReadonlyMap<CfnResource, readonly CfnResource[]>) {}

  /** The first way that is found from a resource back to one that it came through, if there is one. */
  public cycleFrom(start: CfnResource): CfnResource[] | undefined {
    const done = new Set<CfnResource>();
    const visit = (resource: CfnResource, path: readonly CfnResource[]): CfnResource[] | undefined => {
      if (path.includes(resource)) return [...path.slice(path.indexOf(resource)), resource];
      if (done.has(resource)) return undefined;
      for (const next of this.dependenciesOf(resource)) {
        const cycle = visit(next, [...path, resource]);
        if (cycle) return cycle;
      }
      done.add(resource);
      return undefined;
    };
    return visit(start, []);
  }

  private dependenciesOf(resource: CfnResource): readonly CfnResource[] {
    const known = this.shortcuts.get(resource);
    if (known) return known;
    const stack = Stack.of(resource);
    const element = resource as unknown as { _toCloudFormation(): unknown };
    const { Resources: rendered } = stack.resolve(element._toCloudFormation()) as { Resources: object };
    return referencedIds(rendered).flatMap((id) => this.resourceNamed(stack, id) ?? []);
  }

  private resourceNamed(stack: Stack, logicalId: string): CfnResource | undefined {
    const resources = this.stacks.get(stack) ?? resourcesOf(stack);
    this.stacks.set(stack, resources);
    const digest = logicalId.slice(-32);
    return resources.get(logicalId) ?? (DIGEST.test(digest) ? resources.get(logicalId.slice(0, -32)) : undefined);
  }
}

/** The resources of a stack by logical id; a deployment by the part of it that comes before the digest. */
function resourcesOf(stack: Stack): Map<string, CfnResource> {
  const isOwn = (node: IConstruct): node is CfnResource => CfnResource.isCfnResource(node) && node.stack === stack;
  const named = stack.node.findAll().filter(isOwn);
  return new Map(
    named.map((resource) => [
      resource instanceof apigateway.CfnDeployment
        ? stack.getLogicalId(resource)
        : (stack.resolve(resource.logicalId) as string),
      resource,
    ]),
  );
}
