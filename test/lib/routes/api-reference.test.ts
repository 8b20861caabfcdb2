import { App, CfnOutput, CfnParameter, CfnResource, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Access, RouteTarget, type SecureApiGateway } from '../../../lib';
import { newGateway, newStack } from '../../support/synth';

const OPEN = /the method GET is open to everybody.*\[MethodOpen\]/;

const cfnApi = (api: SecureApiGateway) => api.restApi.node.defaultChild as apigateway.CfnRestApi;

/** What makes the logical id of the API, which `Stack.getLogicalId()` does not say where it is overridden. */
const LOGICAL_IDS: [string, { readonly stageName?: string }, string?][] = [
  ["CDK's own", {}],
  ['of a stage with another name', { stageName: 'v1' }],
  ["the user's", {}, 'Orders'],
];

type Add = (api: SecureApiGateway, stack: Stack) => void;

/** Synthesizes a gateway in stack `S` of an app, beside what `add` makes. */
function synthBeside(add: Add, options: { readonly stageName?: string } = {}, logicalId?: string): void {
  const stack = newStack();
  const api = newGateway(stack, options);
  if (logicalId !== undefined) cfnApi(api).overrideLogicalId(logicalId);
  api.addRoute('GET /', RouteTarget.mock({ statusCode: 204 }), { access: Access.authenticated() });
  add(api, stack);
  App.of(stack)?.synth();
}

function openMethod(scope: Stack, restApiId: string): apigateway.CfnMethod {
  return new apigateway.CfnMethod(scope, 'Open', {
    restApiId,
    resourceId: 'root',
    httpMethod: 'GET',
    integration: { type: 'MOCK' },
  });
}

function other(stack: Stack): Stack {
  return new Stack(stack.node.root, 'B');
}

describe.each(LOGICAL_IDS)(
  'an open method is found when it names the API, whose logical id is %s,',
  (_whose, ...how) => {
    const synthWith = (add: Add) => synthBeside(add, ...how);

    test('through an export that the CDK makes', () => {
      expect(() =>
        synthWith((api, stack) => {
          openMethod(other(stack), stack.exportValue(api.restApi.restApiId));
        }),
      ).toThrow(OPEN);
    });

    test('through an export of its own', () => {
      expect(() =>
        synthWith((api, stack) => {
          new CfnOutput(stack, 'Id', { value: api.restApi.restApiId, exportName: 'orders-api' });
          openMethod(other(stack), Fn.importValue('orders-api'));
        }),
      ).toThrow(OPEN);
    });

    test('through a parameter of a nested stack', () => {
      expect(() =>
        synthWith((api, stack) => {
          const nested = new NestedStack(stack, 'Nested', { parameters: { ApiId: api.restApi.restApiId } });
          openMethod(nested, new CfnParameter(nested, 'ApiId').valueAsString);
        }),
      ).toThrow(OPEN);
    });

    test.each([
      ['Ref', (id: string) => ({ Ref: id })],
      ['GetAtt', (id: string) => ({ 'Fn::GetAtt': [id, 'RestApiId'] })],
      ['Sub', (id: string) => ({ 'Fn::Sub': `\${${id}}` })],
      ['Select', (id: string) => ({ 'Fn::Select': [0, { 'Fn::Split': ['/', { Ref: id }] }] })],
    ])('in an expression of %s', (_name, expression) => {
      expect(() =>
        synthWith((api, stack) => {
          const logicalId = stack.resolve(cfnApi(api).logicalId) as string;
          openMethod(stack, 'x').addPropertyOverride('RestApiId', expression(logicalId));
        }),
      ).toThrow(OPEN);
    });

    test('by an override in another stack', () => {
      expect(() =>
        synthWith((api, stack) => {
          const method = new CfnResource(other(stack), 'Open', { type: 'AWS::ApiGateway::Method' });
          method.addPropertyOverride('HttpMethod', 'GET');
          method.addPropertyOverride('RestApiId', api.restApi.restApiId);
        }),
      ).toThrow(OPEN);
    });

    test('as a resource whose type was overridden', () => {
      expect(() =>
        synthWith((api, stack) => {
          const resource = new CfnResource(stack, 'Open', {
            type: 'AWS::CloudFormation::WaitConditionHandle',
            properties: { RestApiId: api.restApi.restApiId, HttpMethod: 'GET' },
          });
          resource.addOverride('Type', 'AWS::ApiGateway::Method');
        }),
      ).toThrow(OPEN);
    });

    test('as a public route that was made another method', () => {
      expect(() =>
        synthWith((api) => {
          api.addPublicRoute('GET /health', RouteTarget.mock({ statusCode: 200 }), { reason: 'probe' });
          const health = api.restApi.root.getResource('health')?.node.findChild('GET').node.defaultChild;
          (health as apigateway.CfnMethod).httpMethod = 'ANY';
        }),
      ).toThrow('the method ANY is open to everybody');
    });
  },
);

test.each([
  ['a plain string', (stack: Stack) => openMethod(stack, 'abcdefghij')],
  ['an import from elsewhere', (stack: Stack) => openMethod(stack, Fn.importValue('another-teams-api'))],
  ['a name that begins like it', (stack: Stack) => openMethod(stack, 'x')],
])('an open method of another API passes: %s', (_what, add) => {
  expect(() => synthBeside((_api, stack) => void add(stack))).not.toThrow();
});
