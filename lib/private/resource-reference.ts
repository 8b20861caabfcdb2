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
  if (stack === resource.stack && mentions(text, logicalIdOf(resource))) return true;
  return (
    exportsNamed(resource, text).some((output) => namesResource(resource, output.stack, output.value, hops + 1)) ||
    parametersIn(stack, text).some((parameter) => namesByParameter(resource, parameter, hops))
  );
}

/** The logical id as it will stand in the template: `Stack.getLogicalId()` leaves out what overrides it. */
export function logicalIdOf(element: CfnElement): string {
  return element.stack.resolve(element.logicalId) as string;
}

/** What a token that is a reference points to. */
export function targetOf(value: unknown): IConstruct | undefined {
  const token = Tokenization.reverse(value, { failConcat: false });
  return token && 'target' in token ? (token as unknown as { target: IConstruct }).target : undefined;
}

/** Whatever the value refers to by CDK tokens, before CDK makes imports of them: in any stack, region and depth. */
export function referencesIn(scope: IConstruct, value: unknown): ReadonlySet<IConstruct> {
  return new Set(placedReferencesIn(scope, value).map(({ target }) => target));
}

/** A reference, with the keys that lead to it. */
export interface PlacedReference {
  readonly target: IConstruct;
  readonly path: readonly string[];
}

/** As `referencesIn()`, with the place of each. */
export function placedReferencesIn(scope: IConstruct, value: unknown): readonly PlacedReference[] {
  const recorder = new ReferenceRecorder();
  Tokenization.resolve(value, { scope, resolver: recorder, preparing: false });
  return recorder.references;
}

class ReferenceRecorder extends DefaultTokenResolver {
  public readonly references: PlacedReference[] = [];

  public constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, post: IPostProcessor): unknown {
    if (Reference.isReference(token)) this.references.push({ target: token.target, path: context.documentPath });
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
  return outputsExported(resource, imported);
}

/** The outputs of the app of these export names. */
export function outputsExported(scope: IConstruct, imported: readonly string[]): CfnOutput[] {
  if (imported.length === 0) return [];
  const outputs = scope.node.root.node.findAll().filter((node): node is CfnOutput => node instanceof CfnOutput);
  return outputs.filter(
    (output) =>
      output.exportName !== undefined && imported.includes(String(output.stack.resolve(output.exportName) as unknown)),
  );
}

/** The parameters of a nested stack that the text names. */
function parametersIn(stack: Stack, text: string): CfnParameter[] {
  if (!stack.nestedStackResource) return [];
  const parameters = stack.node.findAll().filter((node): node is CfnParameter => node instanceof CfnParameter);
  return parameters.filter((parameter) => mentions(text, logicalIdOf(parameter)));
}

/** The parent says what a nested stack's parameter is. */
function namesByParameter(resource: CfnElement, target: IConstruct, hops: number): boolean {
  const given = target instanceof CfnParameter ? givenTo(target) : undefined;
  return given !== undefined && namesResource(resource, given.stack, given.value, hops + 1);
}

/** What the parent gives to a nested stack's parameter, as it stands in the parent. */
export function givenTo(parameter: CfnParameter): { readonly stack: Stack; readonly value: unknown } | undefined {
  if (!NestedStack.isNestedStack(parameter.stack)) return undefined;
  const nested = parameter.stack.nestedStackResource as CfnStack;
  const given = (nested.stack.resolve(nested.parameters) ?? {}) as { [name: string]: unknown };
  return { stack: nested.stack, value: given[logicalIdOf(parameter)] };
}
