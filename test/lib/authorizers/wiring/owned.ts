import { type App, type Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import {
  Access,
  ApiAuthorizer,
  type JwtAuthorizerFunction,
  RouteTarget,
  TokenIssuer,
  TokenTable,
} from '../../../../lib';
import { newGateway, newStack } from '../../../support/synth';

/** An API of each kind of decision, with the function that decides. */
export interface Owned {
  readonly stack: Stack;
  readonly restApi: apigateway.RestApi;
  readonly jwt: JwtAuthorizerFunction;
  method(routeKey: string): apigateway.CfnMethod;
  authorizer(id: 'ByRoute' | 'ByPath' | 'Uncached'): apigateway.CfnAuthorizer;
}

export const RULES: [string, Access][] = [
  ['GET /orders/{id}', Access.scope('orders/read')],
  ['GET /tenants/{tenant}', Access.claimEqualsPathParameter('tenant', 'tenant')],
  ['DELETE /payments', Access.dpopBound()],
];

function authorizerOf(stack: Stack): ApiAuthorizer {
  const issuers = [TokenIssuer.oidc('https://login.example.com/', { audiences: ['orders'] })];
  return ApiAuthorizer.jwt({ issuers, dpopProofTable: new TokenTable(stack, 'Proofs').table });
}

function owned(stack: Stack, restApi: apigateway.RestApi, root: IConstruct): Owned {
  const nodes = stack.node.findAll();
  const named = (id: string) => nodes.find((node) => node instanceof apigateway.CfnAuthorizer && node.node.id === id);
  return {
    stack,
    restApi,
    jwt: root.node.findChild('Function') as JwtAuthorizerFunction,
    method: (routeKey) => {
      const [method, path] = routeKey.split(' ');
      const found = nodes.find(
        (node): node is apigateway.Method =>
          node instanceof apigateway.Method && node.httpMethod === method && node.resource.path === path,
      );
      return found!.node.defaultChild as apigateway.CfnMethod;
    },
    authorizer: (id) => named(id) as apigateway.CfnAuthorizer,
  };
}

export function gateway(): Owned {
  const stack = newStack();
  const api = newGateway(stack, { authorizer: authorizerOf(stack) });
  for (const [key, access] of RULES) api.addRoute(key, RouteTarget.mock({ statusCode: 200 }), { access });
  return owned(stack, api.restApi, api.node.findChild('Authorizer'));
}

export function attached(options: { readonly rules?: [string, Access][] } = {}): Owned {
  const stack = newStack();
  const restApi = new apigateway.RestApi(stack, 'Rest', { cloudWatchRole: false });
  const guard = authorizerOf(stack).attachTo(stack, 'Guard', restApi);
  for (const [key, access] of options.rules ?? RULES) {
    const [method, path] = key.split(' ');
    restApi.root.resourceForPath(path).addMethod(method, undefined, guard.methodOptions(key, access));
  }
  return owned(stack, restApi, guard);
}

export const synth = ({ stack }: Owned): unknown => (stack.node.root as App).synth();
