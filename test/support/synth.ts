import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type AppProps, Stack, type StackProps } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { ApiAuthorizer, SecureApiGateway, type SecureApiGatewayProps } from '../../lib';
import type { IssuersDocument, RouteRules } from '../../lib/private/authorizer-contract';

/** An account and region that are literal, where a test needs them to be. */
export const ACCOUNT = '210987654321';
export const REGION = 'eu-west-3';

/** An app without the slow validation of templates, without analytics and without any feature flag. */
export function newApp(props: AppProps = {}): App {
  return new App({ builtinCloudFormationValidation: false, analyticsReporting: false, ...props });
}

/** A stack named `S` in an app of its own. */
export function newStack(props: StackProps = {}, app = newApp()): Stack {
  return new Stack(app, 'S', props);
}

/** A stack whose account and region are literal. */
export function newStackIn(region: string): Stack {
  return newStack({ env: { account: ACCOUNT, region } });
}

/** A function that exists elsewhere, named by a literal ARN. */
export function importedFunction(scope: Construct, name: string): lambda.IFunction {
  return lambda.Function.fromFunctionArn(scope, name, functionArn(name));
}

export function functionArn(name: string): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
}

/** A function of the stack. */
export function newFunction(scope: Construct, id: string): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
  });
}

/** A user pool that exists elsewhere. */
export function importedPool(scope: Construct, name: string): cognito.IUserPool {
  return cognito.UserPool.fromUserPoolId(scope, name, `${REGION}_${name}`);
}

export function importedClient(scope: Construct, name: string): cognito.IUserPoolClient {
  return cognito.UserPoolClient.fromUserPoolClientId(scope, name, `client-${name}`);
}

/** The smallest gateway: IAM authorization needs no resource of its own. */
export function newGateway(stack: Stack, props: Partial<SecureApiGatewayProps> = {}): SecureApiGateway {
  return new SecureApiGateway(stack, 'Api', { authorizer: ApiAuthorizer.iam(), ...props });
}

/** Properties of the resources of one type, by logical id. */
export function propertiesOf(template: Template, type: string): { [logicalId: string]: any } {
  return Object.fromEntries(
    Object.entries(template.findResources(type)).map(([logicalId, resource]) => [logicalId, resource.Properties ?? {}]),
  );
}

/** The one resource of a type, or an error. */
export function onlyResource(template: Template, type: string): { logicalId: string; [section: string]: any } {
  const found = Object.entries(template.findResources(type));
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
  return { logicalId: found[0][0], ...found[0][1] };
}

/** The paths of the resources of an API, by logical id of the resource; the root is not among them. */
export function pathsOf(template: Template): { [logicalId: string]: string } {
  const resources = propertiesOf(template, 'AWS::ApiGateway::Resource');
  const path = (reference: any): string => {
    const own = resources[reference.Ref as string];
    return own ? `${path(own.ParentId)}/${own.PathPart}` : '';
  };
  return Object.fromEntries(Object.keys(resources).map((logicalId) => [logicalId, path({ Ref: logicalId })]));
}

/** Properties of the methods of an API, by route key. */
export function methodsOf(template: Template): { [routeKey: string]: any } {
  const paths = pathsOf(template);
  return Object.fromEntries(
    Object.values(propertiesOf(template, 'AWS::ApiGateway::Method')).map((method) => [
      `${method.HttpMethod} ${paths[method.ResourceId.Ref] ?? '/'}`,
      method,
    ]),
  );
}

/** Synthesizes the app and reads the routes.json of each authorizer of a stack, in the order of their logical ids. */
export function synthesizedRules(stack: Stack): RouteRules[] {
  return authorizerAssets(stack).map((directory) => readJson(join(directory, 'routes.json')) as RouteRules);
}

/** The same with the issuers.json of each; undefined where there is none. */
export function synthesizedIssuers(stack: Stack): (IssuersDocument | undefined)[] {
  return authorizerAssets(stack).map((directory) => {
    const file = join(directory, 'issuers.json');
    return existsSync(file) ? (readJson(file) as IssuersDocument) : undefined;
  });
}

function authorizerAssets(stack: Stack): string[] {
  const assembly = App.of(stack)?.synth() ?? fail();
  const { Resources } = assembly.getStackByName(stack.stackName).template;
  return Object.entries<any>(Resources)
    .filter(([, resource]) => resource.Type === 'AWS::Lambda::Function' && resource.Metadata?.['aws:asset:path'])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, resource]) => join(assembly.directory, resource.Metadata['aws:asset:path']));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function fail(): never {
  throw new Error('the stack is in no app');
}
