import { App, type Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Access, JwtAuthorizerFunction, TokenIssuer, TokenTable } from '../../../../lib';
import { newStack } from '../../../support/synth';

export const SAFE = 'method.request.header.Authorization,context.httpMethod,context.path';

/** The function of somebody who wires it by hand, and an API to put it in front of. */
export interface HandWired {
  readonly app: App;
  readonly stack: Stack;
  readonly authorizer: JwtAuthorizerFunction;
  readonly api: apigateway.RestApi;
}

/** A function with two rules about the token, or with one about the sender besides. */
export function handWired(bound: boolean, stack = newStack()): HandWired {
  const authorizer = new JwtAuthorizerFunction(stack, 'Jwt', {
    issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['orders'] })],
    dpopProofTable: new TokenTable(stack, 'Proofs').table,
  });
  authorizer.addRule('GET /orders/{id}', Access.scope('orders/read'));
  authorizer.addRule('GET /orders/{id}/refunds', Access.inGroup('refunds'));
  if (bound) authorizer.addRule('POST /payments', Access.allOf(Access.scope('pay'), Access.dpopBound()));
  const api = new apigateway.RestApi(stack, 'Rest', { cloudWatchRole: false });
  api.root.addMethod('GET');
  return { app: App.of(stack) as App, stack, authorizer, api };
}

/** The URI by which API Gateway calls a function. */
export function uriOf(functionArn: string): string {
  return `arn:aws:apigateway:eu-west-3:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}

/** An L1 authorizer in front of the function, with a TTL of 300 seconds under the token unless told otherwise. */
export function l1(
  { stack, api, authorizer }: HandWired,
  props: Partial<apigateway.CfnAuthorizerProps> = {},
  scope = stack,
): apigateway.CfnAuthorizer {
  return new apigateway.CfnAuthorizer(scope, 'L1', {
    restApiId: api.restApiId,
    name: 'by-hand',
    type: 'REQUEST',
    authorizerUri: uriOf(authorizer.function.functionArn),
    identitySource: 'method.request.header.Authorization',
    authorizerResultTtlInSeconds: 300,
    ...props,
  });
}

/** The warnings of a stack, after synthesis. */
export function warningsOf(stack: Stack): string[] {
  const artifact = (stack.node.root as App).synth().getStackByName(stack.stackName);
  return artifact.messages.filter(({ level }) => String(level) === 'warning').map(({ entry }) => entry.data as string);
}
