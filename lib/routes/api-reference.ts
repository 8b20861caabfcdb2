import { CfnOutput, CfnParameter, type CfnStack, NestedStack, type Stack, Tokenization } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';

/** More hops from stack to stack than any app has. */
const MAX_HOPS = 16;

/**
 * Whether `value`, as it stands in `stack`, names the REST API: by reference, inside of an expression, through an export of
 * this app, or through a parameter of a nested stack.
 */
export function namesApi(api: apigateway.CfnRestApi, stack: Stack, value: unknown, hops = 0): boolean {
  if (value === undefined || hops > MAX_HOPS) return false;
  const target = targetOf(value);
  if (target !== undefined) return target === api || namesApiByParameter(api, target, hops);
  const text = JSON.stringify(stack.resolve(value)) ?? '';
  if (stack === api.stack && mentions(text, stack.getLogicalId(api))) return true;
  return (
    exportsNamed(api, text).some((output) => namesApi(api, output.stack, output.value, hops + 1)) ||
    parametersIn(stack, text).some((parameter) => namesApiByParameter(api, parameter, hops))
  );
}

/** What a token that is a reference points to. */
function targetOf(value: unknown): IConstruct | undefined {
  const token = Tokenization.reverse(value, { failConcat: false });
  return token && 'target' in token ? (token as unknown as { target: IConstruct }).target : undefined;
}

/** Logical ids have letters and digits only, so whatever else ends one. */
function mentions(text: string, logicalId: string): boolean {
  return new RegExp(`(?<![A-Za-z0-9])${logicalId}(?![A-Za-z0-9])`).test(text);
}

/** The outputs of the app that the text imports. */
function exportsNamed(api: apigateway.CfnRestApi, text: string): CfnOutput[] {
  const imported = [...text.matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name);
  if (imported.length === 0) return [];
  const outputs = api.node.root.node.findAll().filter((node): node is CfnOutput => node instanceof CfnOutput);
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
function namesApiByParameter(api: apigateway.CfnRestApi, target: IConstruct, hops: number): boolean {
  if (!(target instanceof CfnParameter) || !NestedStack.isNestedStack(target.stack)) return false;
  const resource = target.stack.nestedStackResource as CfnStack;
  const given = (resource.stack.resolve(resource.parameters) ?? {}) as { [name: string]: unknown };
  return namesApi(api, resource.stack, given[target.stack.getLogicalId(target)], hops + 1);
}
