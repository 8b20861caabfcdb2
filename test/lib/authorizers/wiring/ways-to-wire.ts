import { Aspects, CfnResource, Duration, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as v2authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as cfninc from 'aws-cdk-lib/cloudformation-include';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT, REGION } from '../../../support/synth';
import { type HandWired, l1, SAFE, uriOf } from './hand-wired';

export function l2(wired: HandWired, ttl?: Duration, handler: lambda.IFunction = wired.authorizer.function): void {
  const authorizer = new apigateway.RequestAuthorizer(wired.stack, 'L2', {
    handler,
    identitySources: [
      apigateway.IdentitySource.header('Authorization'),
      apigateway.IdentitySource.context('httpMethod'),
      apigateway.IdentitySource.context('path'),
    ],
    resultsCacheTtl: ttl,
  });
  wired.api.root.addResource('payments').addMethod('POST', undefined, { authorizer });
}

/** An OpenAPI document with the authorizer as a security scheme. */
function document(uri: unknown, ttl: unknown, openapi = '3.0.1'): object {
  const scheme = {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: uri,
      identitySource: SAFE,
      authorizerResultTtlInSeconds: ttl,
    },
  };
  return { openapi, paths: {}, components: { securitySchemes: { jwt: scheme } } };
}

function included(wired: HandWired, resource: object, parameters: { [name: string]: string } = {}): void {
  const directory = mkdtempSync(join(tmpdir(), 'include-'));
  const file = join(directory, 'template.json');
  const declared = Object.fromEntries(Object.keys(parameters).map((name) => [name, { Type: 'String' }]));
  writeFileSync(file, JSON.stringify({ Parameters: declared, Resources: { Included: resource } }));
  new cfninc.CfnInclude(wired.stack, 'Include', { templateFile: file, parameters });
  rmSync(directory, { recursive: true });
}

function authorizerResource(uri: unknown, ttl: unknown): object {
  return {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      RestApiId: 'api',
      Name: 'n',
      Type: 'REQUEST',
      AuthorizerUri: uri,
      IdentitySource: SAFE,
      AuthorizerResultTtlInSeconds: ttl,
    },
  };
}

export function arnOf({ authorizer }: HandWired): string {
  return authorizer.function.functionArn;
}

/** Each way to put the function behind an authorizer with a TTL of so many seconds. */
export const WAYS: [string, (wired: HandWired, ttl: number) => void][] = [
  ['L1', (wired, ttl) => l1(wired, { identitySource: SAFE, authorizerResultTtlInSeconds: ttl })],
  ['L2', (wired, ttl) => l2(wired, Duration.seconds(ttl))],
  [
    'an alias',
    (wired, ttl) => {
      const { currentVersion } = wired.authorizer.function;
      const alias = new lambda.Alias(wired.stack, 'Live', { aliasName: 'live', version: currentVersion });
      l2(wired, Duration.seconds(ttl), alias);
    },
  ],
  ['a version', (wired, ttl) => l2(wired, Duration.seconds(ttl), wired.authorizer.function.currentVersion)],
  [
    'an L1 alias that names it by its logical id',
    (wired, ttl) => {
      const id = wired.stack.getLogicalId(wired.authorizer.function.node.defaultChild as CfnResource);
      const alias = new CfnResource(wired.stack, 'Live', {
        type: 'AWS::Lambda::Alias',
        properties: { Name: 'live', FunctionName: { Ref: id }, FunctionVersion: '3' },
      });
      l1(wired, { authorizerUri: uriOf(alias.ref), authorizerResultTtlInSeconds: ttl });
    },
  ],
  [
    'a resource of no class',
    (wired, ttl) => {
      const { Properties: properties } = authorizerResource(uriOf(arnOf(wired)), ttl) as { Properties: object };
      new CfnResource(wired.stack, 'Raw', { type: 'AWS::ApiGateway::Authorizer', properties: { ...properties } });
    },
  ],
  [
    'an overridden type',
    (wired, ttl) => {
      const raw = new CfnResource(wired.stack, 'Raw', { type: 'Custom::Other' });
      raw.addOverride('Type', 'AWS::ApiGateway::Authorizer');
      raw.addOverride(
        'Properties',
        (authorizerResource(uriOf(arnOf(wired)), ttl) as { Properties: object }).Properties,
      );
    },
  ],
  [
    'an override of the URI',
    (wired, ttl) => {
      const id = wired.stack.getLogicalId(wired.authorizer.function.node.defaultChild as CfnResource);
      l1(wired, { authorizerUri: 'elsewhere', authorizerResultTtlInSeconds: ttl }).addPropertyOverride(
        'AuthorizerUri',
        {
          'Fn::Sub': `arn:aws:apigateway:eu-west-3:lambda:path/2015-03-31/functions/\${${id}.Arn}/invocations`,
        },
      );
    },
  ],
  [
    'an override of the TTL',
    (wired, ttl) =>
      l1(wired, { authorizerResultTtlInSeconds: ttl === 0 ? 300 : 0 }).addPropertyOverride(
        'AuthorizerResultTtlInSeconds',
        ttl,
      ),
  ],
  [
    'an aspect that sets the TTL',
    (wired, ttl) => {
      l1(wired, { authorizerResultTtlInSeconds: ttl === 0 ? 300 : 0 });
      Aspects.of(wired.app).add({
        visit: (node: IConstruct) => {
          if (node instanceof apigateway.CfnAuthorizer) node.authorizerResultTtlInSeconds = ttl;
        },
      });
    },
  ],
  [
    'another stack',
    (wired, ttl) => l1(wired, { restApiId: 'api', authorizerResultTtlInSeconds: ttl }, new Stack(wired.app, 'Other')),
  ],
  [
    'a nested stack',
    (wired, ttl) => l1(wired, { authorizerResultTtlInSeconds: ttl }, new NestedStack(wired.stack, 'Nested')),
  ],
  [
    'an export of its own',
    (wired, ttl) => {
      wired.stack.exportValue(arnOf(wired), { name: 'jwt-arn' });
      const authorizerUri = uriOf(Fn.importValue('jwt-arn'));
      l1(wired, { restApiId: 'api', authorizerUri, authorizerResultTtlInSeconds: ttl }, new Stack(wired.app, 'Other'));
    },
  ],
  [
    'a literal name',
    (wired, ttl) => {
      (wired.authorizer.function.node.defaultChild as lambda.CfnFunction).functionName = 'my-jwt';
      const authorizerUri = uriOf(`arn:aws:lambda:${REGION}:${ACCOUNT}:function:my-jwt`);
      l1(wired, { authorizerUri, authorizerResultTtlInSeconds: ttl }, new Stack(wired.app, 'Other'));
    },
  ],
  [
    'a literal name with a qualifier',
    (wired, ttl) => {
      const cfnFunction = wired.authorizer.function.node.defaultChild as lambda.CfnFunction;
      cfnFunction.addPropertyOverride('FunctionName', 'my-jwt');
      const authorizerUri = uriOf(`arn:aws:lambda:${REGION}:${ACCOUNT}:function:my-jwt:live`);
      l1(wired, { authorizerUri, authorizerResultTtlInSeconds: ttl });
    },
  ],
  [
    'an HTTP API',
    (wired, ttl) =>
      new apigatewayv2.CfnAuthorizer(wired.stack, 'V2', {
        apiId: 'http',
        name: 'n',
        authorizerType: 'REQUEST',
        authorizerPayloadFormatVersion: '1.0',
        authorizerUri: uriOf(arnOf(wired)),
        identitySource: ['$request.header.Authorization', '$context.httpMethod', '$context.path'],
        authorizerResultTtlInSeconds: ttl,
      }),
  ],
  [
    'an L2 authorizer of an HTTP API',
    (wired, ttl) => {
      const authorizer = new v2authorizers.HttpLambdaAuthorizer('V2', wired.authorizer.function, {
        resultsCacheTtl: Duration.seconds(ttl),
        identitySource: ['$request.header.Authorization', '$context.httpMethod', '$context.path'],
      });
      const http = new apigatewayv2.HttpApi(wired.stack, 'Http');
      new apigatewayv2.HttpRoute(wired.stack, 'Route', {
        httpApi: http,
        routeKey: apigatewayv2.HttpRouteKey.with('/payments', apigatewayv2.HttpMethod.POST),
        authorizer,
        integration: new (class extends apigatewayv2.HttpRouteIntegration {
          public bind(): apigatewayv2.HttpRouteIntegrationConfig {
            return {
              type: apigatewayv2.HttpIntegrationType.HTTP_PROXY,
              uri: 'https://example.com',
              method: apigatewayv2.HttpMethod.POST,
              payloadFormatVersion: apigatewayv2.PayloadFormatVersion.VERSION_1_0,
            };
          }
        })('Integration'),
      });
    },
  ],
  [
    'an OpenAPI body',
    (wired, ttl) =>
      new apigateway.SpecRestApi(wired.stack, 'Spec', {
        cloudWatchRole: false,
        apiDefinition: apigateway.ApiDefinition.fromInline(document(uriOf(arnOf(wired)), ttl)),
      }),
  ],
  [
    'an OpenAPI body of an L1 API in another stack',
    (wired, ttl) =>
      new apigateway.CfnRestApi(new Stack(wired.app, 'Other'), 'Spec', { body: document(uriOf(arnOf(wired)), ttl) }),
  ],
  [
    'an OpenAPI body of an HTTP API',
    (wired, ttl) => {
      const body = JSON.parse(
        JSON.stringify(document('URI', ttl))
          .replace(SAFE, '$request.header.Authorization, $context.httpMethod, $context.path')
          .replace('URI', uriOf(arnOf(wired))),
      ) as object;
      new apigatewayv2.CfnApi(wired.stack, 'Spec', { body });
    },
  ],
  [
    'an included template',
    (wired, ttl) => included(wired, authorizerResource({ Ref: 'Uri' }, ttl), { Uri: uriOf(arnOf(wired)) }),
  ],
];
