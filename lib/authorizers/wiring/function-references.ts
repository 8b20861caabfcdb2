import { type CfnResource, Stack } from 'aws-cdk-lib';
import { render } from '../../private/rendered-resource';
import { namesResource, type PlacedReference, placedReferencesIn } from '../../private/resource-reference';
import type { AuthorizerView } from './authorizer-view';

/** Types whose resources stand for the function that they name. */
const QUALIFIED = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];

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
        (namesResource(cfnFunction, Stack.of(resource), render(resource).properties.FunctionName) ||
          placedIn(resource).some(({ target }) => target === cfnFunction)),
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
    return placedIn(resource).some((reference) => this.isHandle(reference));
  }
  /** Whether the URI of a security scheme refers to the function by a CDK token. */
  public referredIn({ resource, schemePath }: AuthorizerView): boolean {
    if (schemePath === undefined) return false;
    const uri = keyOf([...schemePath, 'authorizerUri']);
    return placedIn(resource).some((reference) => this.isHandle(reference) && keyOf(reference.path).includes(uri));
  }

  private isHandle({ target }: PlacedReference): boolean {
    return this.handles.some((handle) => handle === target);
  }
}

function placedIn(resource: CfnResource): readonly PlacedReference[] {
  return placedReferencesIn(resource, (resource as unknown as { _toCloudFormation(): unknown })._toCloudFormation());
}

/** Keys with what ends each, so that one that begins like another is another. */
function keyOf(path: readonly string[]): string {
  return `\n${path.join('\n')}\n`;
}
