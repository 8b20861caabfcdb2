import { CfnElement, CfnOutput, CfnParameter, CfnResource, type Stack } from 'aws-cdk-lib';
import { givenTo, logicalIdOf, outputsExported, referencesIn } from '../../private/resource-reference';
import { referencedIds } from '../../private/template-references';

/** Parts of a template that only the deployment, the stage, or another app, knows. */
const UNKNOWN = /"(?:Fn::FindInMap|Fn::Transform|Fn::If)":|\{\{resolve:|\bstageVariables\b/;

const IMPORT = /"Fn::ImportValue":/g;
const NAMED_IMPORT = /"Fn::ImportValue":"([^"]+)"/g;

/** Types of resources that are a function or stand for one. */
const LAMBDA = /^AWS::(?:Lambda::(?:Function|Alias|Version)|Serverless::Function)$/;

/** More hops from stack to stack than any app has. */
const MAX_HOPS = 16;

/** Whether the value holds what only the deployment, or another app, knows: it could name any function. */
export function isUnknown(stack: Stack, value: unknown, hops = 0): boolean {
  if (hops > MAX_HOPS) return true;
  const resolved: unknown = stack.resolve(value);
  const text = JSON.stringify(resolved) ?? '';
  if (UNKNOWN.test(text) || importsUnknown(stack, text, hops)) return true;
  return referencedIds(resolved).some((id) => {
    const element = elementNamed(stack, id);
    return element instanceof CfnParameter && isUnknownParameter(element, hops);
  });
}

/** CDK makes imports of what other stacks of the app refer to: those can be followed, in the environment of the stack only. */
function importsUnknown(stack: Stack, text: string, hops: number): boolean {
  const names = [...text.matchAll(NAMED_IMPORT)].map(([, name]) => name);
  if (names.length < [...text.matchAll(IMPORT)].length) return true;
  return names.some((name) => {
    const outputs = outputsExported(stack, [name]).filter((output) => output.stack.environment === stack.environment);
    return outputs.length === 0 || outputs.some((output) => !leadsToFunction(output.stack, output, hops + 1));
  });
}

function isUnknownParameter(parameter: CfnParameter, hops: number): boolean {
  const given = givenTo(parameter);
  return given?.value === undefined || !leadsToFunction(given.stack, given.value, hops + 1);
}

/** Whether what another stack hands over refers to functions of the app and to nothing else; literal text could be any's. */
function leadsToFunction(stack: Stack, handed: unknown, hops: number): boolean {
  const value: unknown = handed instanceof CfnOutput ? handed.value : handed;
  if (isUnknown(stack, value, hops)) return false;
  const elements = [...referencesIn(stack, value)].filter((target) => CfnElement.isCfnElement(target));
  if (elements.length > 0) return elements.every(isFunctionOrParameter);
  const ids = referencedIds(stack.resolve(value)).filter((id) => !id.startsWith('AWS::'));
  return ids.length > 0 && ids.every((id) => isFunctionOrParameter(elementNamed(stack, id)));
}

/** Parameters that `isUnknown()` lets pass have been followed. */
function isFunctionOrParameter(element: CfnElement | undefined): boolean {
  if (element instanceof CfnParameter) return true;
  return element !== undefined && CfnResource.isCfnResource(element) && LAMBDA.test(element.cfnResourceType);
}

function elementNamed(stack: Stack, id: string): CfnElement | undefined {
  const elements = stack.node.findAll().filter((node) => CfnElement.isCfnElement(node) && node.stack === stack);
  return (elements as CfnElement[]).find((element) => logicalIdOf(element) === id);
}
