// CloudFormation resources of an API, and the time to synthesize it: this library against a plain RestApi with the same
// features for each route (path, body model, authorizer, validation, CORS), and against a lean one.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Access, ApiAuthorizer, RequestBody, RouteTarget, SecureApiGateway, TokenIssuer } from '../lib';

type Build = (stack: Stack, routes: number) => void;

const LIMIT = 500;

function newStack(): Stack {
  // The built-in validation costs the same for all and is not what is measured.
  return new Stack(new App({ builtinCloudFormationValidation: false, analyticsReporting: false }), 'Bench');
}

function handlerOf(stack: Stack, id = 'Handler'): lambda.IFunction {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
  });
}

/** A schema of its own for each route. */
function schemaOf(index: number): { type: 'object'; properties: { [name: string]: { type: 'string' } } } {
  return { type: 'object', properties: { [`field${index}`]: { type: 'string' } } };
}

function ours(stack: Stack): SecureApiGateway {
  return new SecureApiGateway(stack, 'Api', {
    authorizer: ApiAuthorizer.jwt({
      issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['https://bench.example.com'] })],
    }),
    cors: { allowOrigins: ['https://shop.example.com'] },
  });
}

const secureApiGateway: Build = (stack, routes) => {
  const api = ours(stack);
  const target = RouteTarget.lambda(handlerOf(stack));
  for (let index = 0; index < routes; index++) {
    const body = RequestBody.json(schemaOf(index));
    api.addRoute(`POST /things${index}`, target, { access: Access.scope(`things/${index}`), body });
  }
};

/** Five routes on two paths, as an entity has: list, create, read, replace, delete; one model. */
const entities: Build = (stack, routes) => {
  const api = ours(stack);
  const target = RouteTarget.lambda(handlerOf(stack));
  for (let index = 0; index < routes / 5; index++) {
    const access = Access.scope(`things/${index}`);
    const body = RequestBody.json(schemaOf(index));
    api.addRoute(`GET /things${index}`, target, { access });
    api.addRoute(`POST /things${index}`, target, { access, body });
    api.addRoute(`GET /things${index}/{id}`, target, { access });
    api.addRoute(`PUT /things${index}/{id}`, target, { access, body });
    api.addRoute(`DELETE /things${index}/{id}`, target, { access });
  }
};

function plain(lean: boolean): Build {
  return (stack, routes) => {
    const api = new apigateway.RestApi(stack, 'Api', {
      cloudWatchRole: false,
      defaultCorsPreflightOptions: { allowOrigins: ['https://shop.example.com'] },
    });
    const authorizer = new apigateway.RequestAuthorizer(stack, 'Authorizer', {
      handler: handlerOf(stack, 'AuthorizerHandler'),
      identitySources: [apigateway.IdentitySource.header('Authorization')],
    });
    const requestValidator = api.addRequestValidator('Validator', { validateRequestBody: true });
    const scope = lean ? { scopePermissionToMethod: false } : {};
    const integration = new apigateway.LambdaIntegration(handlerOf(stack), scope);
    for (let index = 0; index < routes; index++) {
      const { type: _type, ...schema } = schemaOf(index);
      const model = api.addModel(`Model${index}`, {
        schema: { type: apigateway.JsonSchemaType.OBJECT, ...(schema as object) },
      });
      api.root
        .addResource(`things${index}`)
        .addMethod('POST', integration, { authorizer, requestValidator, requestModels: { 'application/json': model } });
    }
  };
}

interface Synthesis {
  readonly resources: number;
  readonly milliseconds: number;
}

function synthesize(build: Build, routes: number): Synthesis {
  const stack = newStack();
  const started = performance.now();
  build(stack, routes);
  const { template } = (stack.node.root as App).synth().getStackByName('Bench') as {
    template: { Resources: object };
  };
  return { resources: Object.keys(template.Resources).length, milliseconds: performance.now() - started };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const variants: { name: string; build: Build }[] = [
  { name: 'cdk-secure-api-gateway', build: secureApiGateway },
  { name: 'cdk-secure-api-gateway, entities', build: entities },
  { name: 'RestApi', build: plain(false) },
  { name: 'RestApi, one permission per function', build: plain(true) },
];

// The variants take turns, so that a slow moment of the machine is shared.
for (const { build } of variants) synthesize(build, 5);
const times = variants.map(() => [] as number[]);
for (let round = 0; round < 5; round++) {
  variants.forEach(({ build }, index) => times[index].push(synthesize(build, 70).milliseconds));
}

const rows = variants.map(({ name, build }, index) => {
  const [ten, twenty] = [synthesize(build, 10).resources, synthesize(build, 20).resources];
  const perRoute = (twenty - ten) / 10;
  const fixed = ten - 10 * perRoute;
  return {
    variant: name,
    'resources, 10 routes': ten,
    'per route': perRoute,
    fixed,
    'routes in a stack': Math.floor((LIMIT - fixed) / perRoute),
    'synth of 70 routes, ms': Math.round(median(times[index])),
    'synth, ratio to RestApi': Number((median(times[index]) / median(times[2])).toFixed(2)),
  };
});

console.table(rows);
const directory = join(__dirname, 'results');
mkdirSync(directory, { recursive: true });
writeFileSync(join(directory, 'resources.json'), `${JSON.stringify(rows, undefined, 2)}\n`);
