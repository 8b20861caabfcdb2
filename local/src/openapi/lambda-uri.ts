import { isUnresolved } from '../assembly/resolved-stack';
import type { OpenApiContext } from './open-api-import';

const INVOCATION =
  /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(arn:[\w-]+:lambda:[^/]+)\/invocations$/;

/** The ARN of the function that a Lambda URI of API Gateway invokes; undefined for any other URI. */
export function functionArnOf(uri: unknown, { stageVariables }: OpenApiContext): string | undefined {
  if (typeof uri !== 'string') return undefined;
  const filled = uri.replaceAll(/\$\{stageVariables\.(\w+)\}/g, (reference, name: string) =>
    Object.hasOwn(stageVariables, name) ? stageVariables[name] : reference,
  );
  const arn = INVOCATION.exec(filled)?.[1];
  return arn === undefined || isUnresolved(arn) || arn.includes('${') ? undefined : arn;
}
