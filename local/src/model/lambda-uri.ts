import { isUnresolved } from '../assembly/resolved-stack';

const INVOCATION = /^arn:[^:]+:apigateway:[^:]+:lambda:path\/([^/]+)\/functions\/([^/]+)\/(.+)$/;
const FUNCTION_ARN = /^arn:[^:]+:lambda:[^:]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9$_-]+)?$/;
const STAGE_VARIABLE = /\$\{stageVariables\.([A-Za-z0-9_]+)\}/g;

/** The function that an address calls, or why it is not known. */
export type LambdaTarget = { readonly functionArn: string } | { readonly why: string };

/** Reads `arn:aws:apigateway:region:lambda:path/2015-03-31/functions/ARN/invocations`. */
export function lambdaTarget(uri: unknown, stageVariables: Readonly<Record<string, string>>): LambdaTarget {
  if (typeof uri !== 'string') return { why: 'it has no address' };
  const address = withStageVariables(uri, stageVariables);
  if (address === undefined) return { why: `its address ${uri} needs a stage variable that the stage does not have` };
  if (isUnresolved(address)) return { why: `its address ${address} is not known without AWS` };
  const [, , functionArn = '', operation] = INVOCATION.exec(address) ?? [];
  if (operation === 'response-streaming-invocations') return { why: 'it streams its response' };
  if (operation !== 'invocations' || !FUNCTION_ARN.test(functionArn)) {
    return { why: `its address ${address} is not that of a Lambda function` };
  }
  return { functionArn };
}

/** The function that an address calls; undefined for any other address. */
export function functionArnOf(uri: unknown, stageVariables: Readonly<Record<string, string>>): string | undefined {
  const target = lambdaTarget(uri, stageVariables);
  return 'functionArn' in target ? target.functionArn : undefined;
}

/** ARN of the function itself, without the version or alias after it. */
export function unqualifiedArn(functionArn: string): string {
  return functionArn.split(':').slice(0, 7).join(':');
}

/** Puts the stage's variables in; undefined if one of them is not there. */
export function withStageVariables(text: string, stageVariables: Readonly<Record<string, string>>): string | undefined {
  const names = [...text.matchAll(STAGE_VARIABLE)].map(([, name]) => name);
  if (names.some((name) => !Object.hasOwn(stageVariables, name))) return undefined;
  return text.replace(STAGE_VARIABLE, (_text, name: string) => stageVariables[name]);
}
