import { CfnParameter, type CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { render } from '../../private/rendered-resource';
import { namesResource, referencesIn } from '../../private/resource-reference';

/** Types whose resources stand for the function that they name. */
const QUALIFIED = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];

/** Parts of a template that only the deployment, or another app, knows. */
const UNKNOWN = /"(?:Fn::ImportValue|Fn::FindInMap|Fn::Transform|Fn::If)":|\{\{resolve:/;

/** What stands for one function in the URI of an authorizer: itself, its versions and aliases, its literal name. */
export class FunctionReferences {
  private readonly handles: readonly CfnResource[];
  private readonly literalName: RegExp | undefined;

  /**
   * @param cfnFunction the function
   * @param resources all resources of the app
   */
  public constructor(cfnFunction: CfnResource, resources: readonly CfnResource[]) {
    const qualified = resources.filter(
      (resource) =>
        QUALIFIED.includes(resource.cfnResourceType) &&
        namesResource(cfnFunction, Stack.of(resource), render(resource).properties.FunctionName),
    );
    this.handles = [cfnFunction, ...qualified];
    const { FunctionName: name } = render(cfnFunction).properties;
    if (typeof name === 'string') this.literalName = new RegExp(`:function:${name}(?![A-Za-z0-9_-])`);
  }

  /** Whether the value, as it stands in the stack, names the function. */
  public named(stack: Stack, value: unknown): boolean {
    if (value === undefined) return false;
    if (this.handles.some((handle) => namesResource(handle, stack, value))) return true;
    return this.literalName?.test(JSON.stringify(stack.resolve(value)) ?? '') ?? false;
  }

  /** Whether the resource refers to the function by a CDK token, wherever that stands in it. */
  public referredBy(resource: CfnResource): boolean {
    const element = resource as unknown as { _toCloudFormation(): unknown };
    const targets = referencesIn(resource, element._toCloudFormation());
    return this.handles.some((handle) => targets.has(handle));
  }
}

/** Whether the value holds what only the deployment, or another app, knows: it could name any function. */
export function isUnknown(stack: Stack, value: unknown): boolean {
  const text = JSON.stringify(stack.resolve(value)) ?? '';
  if (UNKNOWN.test(text)) return true;
  const names = [...text.matchAll(/"Ref":"([^"]+)"|\$\{([A-Za-z0-9]+)\}/g)].map(([, ref, sub]) => ref ?? sub);
  return names.some((name) => parameterNamed(stack, name) !== undefined);
}

function parameterNamed(stack: Stack, name: string): IConstruct | undefined {
  return stack.node.findAll().find((node) => node instanceof CfnParameter && stack.resolve(node.logicalId) === name);
}
