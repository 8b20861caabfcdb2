import {
  type CfnElement,
  CfnOutput,
  CfnParameter,
  type CfnStack,
  DefaultTokenResolver,
  type IResolvable,
  type IResolveContext,
  type IPostProcessor,
  NestedStack,
  Reference,
  type Stack,
  StringConcat,
  Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** More hops from stack to stack than any app has. */
const MAX_HOPS = 16;

/**
 * Whether `value`, as it stands in `stack`, names the resource: by reference, inside of an expression, through an export of
 * this app, or through a parameter of a nested stack.
 */
export function namesResource(resource: CfnElement, stack: Stack, value: unknown, hops = 0): boolean {
  if (value === undefined || hops > MAX_HOPS) return false;
  const target = targetOf(value);
  if (target !== undefined) return target === resource || namesByParameter(resource, target, hops);
  const text = JSON.stringify(stack.resolve(value)) ?? '';
  if (stack === resource.stack && mentions(text, stack.getLogicalId(resource))) return true;
  return (
    exportsNamed(resource, text).some((output) => namesResource(resource, output.stack, output.value, hops + 1)) ||
    parametersIn(stack, text).some((parameter) => namesByParameter(resource, parameter, hops))
  );
}

/** What a token that is a reference points to. */
export function targetOf(value: unknown): IConstruct | undefined {
  const token = Tokenization.reverse(value, { failConcat: false });
  return token && 'target' in token ? (token as unknown as { target: IConstruct }).target : undefined;
}

/** Whatever the value refers to by CDK tokens, before CDK makes imports of them: in any stack, region and depth. */
export function referencesIn(scope: IConstruct, value: unknown): ReadonlySet<IConstruct> {
  const recorder = new ReferenceRecorder();
  Tokenization.resolve(value, { scope, resolver: recorder, preparing: false });
  return recorder.targets;
}

class ReferenceRecorder extends DefaultTokenResolver {
  public readonly targets = new Set<IConstruct>();

  public constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, post: IPostProcessor): unknown {
    if (Reference.isReference(token)) this.targets.add(token.target);
    return super.resolveToken(token, context, post);
  }
}

/** Logical ids have letters and digits only, so whatever else ends one. */
function mentions(text: string, logicalId: string): boolean {
  return new RegExp(`(?<![A-Za-z0-9])${logicalId}(?![A-Za-z0-9])`).test(text);
}

/** The outputs of the app that the text imports. */
function exportsNamed(resource: CfnElement, text: string): CfnOutput[] {
  const imported = [...text.matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name);
  if (imported.length === 0) return [];
  const outputs = resource.node.root.node.findAll().filter((node): node is CfnOutput => node instanceof CfnOutput);
  return outputs.filter(
    (output) =>
      output.exportName !== undefined && imported.includes(String(output.stack.resolve(output.exportName) as unknown)),
  );
}

/** The parameters of a nested stack that the text names. */
function parametersIn(stack: Stack, text: string): CfnParameter[] {
  if (!stack.nestedStackResource) return [];
  const parameters = stack.node.findAll().filter((node): node is CfnParameter => node instanceof CfnParameter);
  return parameters.filter((parameter) => mentions(text, stack.getLogicalId(parameter)));
}

/** The parent says what a nested stack's parameter is. */
function namesByParameter(resource: CfnElement, target: IConstruct, hops: number): boolean {
  if (!(target instanceof CfnParameter) || !NestedStack.isNestedStack(target.stack)) return false;
  const nested = target.stack.nestedStackResource as CfnStack;
  const given = (nested.stack.resolve(nested.parameters) ?? {}) as { [name: string]: unknown };
  return namesResource(resource, nested.stack, given[target.stack.getLogicalId(target)], hops + 1);
}
