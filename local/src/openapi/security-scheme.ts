import { isUnresolved } from '../assembly/resolved-stack';
import type { AuthorizationModel, LambdaAuthorizerModel } from '../model/route-model';
import { functionArnOf } from '../model/lambda-uri';
import { member, members, type Members } from './open-api-document';
import { NotEvaluated, type OpenApiContext } from './open-api-import';

const DEFAULT_TTL = 300;
const MAX_TTL = 3600;
const KNOWN_EXTENSIONS = new Set(['x-amazon-apigateway-authtype', 'x-amazon-apigateway-authorizer']);

/** What a security scheme makes API Gateway ask for: an API key, or what an authorizer or IAM says. */
export type SchemeModel = 'API_KEY' | AuthorizationModel;

/**
 * What API Gateway makes of a security scheme.
 *
 * @throws NotEvaluated for a scheme that it would skip, which leaves the method open, or that is not simulated
 */
export function readSecurityScheme(name: string, scheme: Members, context: OpenApiContext): SchemeModel {
  const unknown = Object.keys(scheme).find(
    (key) => key.startsWith('x-amazon-apigateway-') && !KNOWN_EXTENSIONS.has(key),
  );
  if (unknown) throw new NotEvaluated(`${unknown} of the security scheme ${name}`);
  const authType = scheme['x-amazon-apigateway-authtype'];
  const authorizer = scheme['x-amazon-apigateway-authorizer'];
  if (isUnresolved(scheme)) throw new NotEvaluated(`the security scheme ${name}, which only AWS can resolve`);
  if (authorizer !== undefined) return readAuthorizer(name, scheme, members(authorizer), context);
  if (typeof authType === 'string' && authType.toLowerCase() === 'awssigv4') return { type: 'AWS_IAM' };
  if (authType === undefined && isApiKey(scheme)) return 'API_KEY';
  throw new NotEvaluated(`the security scheme ${name}, which API Gateway has no authorizer for`);
}

function isApiKey({ type, in: place, name }: Members): boolean {
  return type === 'apiKey' && place === 'header' && typeof name === 'string' && name.toLowerCase() === 'x-api-key';
}

function readAuthorizer(
  name: string,
  scheme: Members,
  authorizer: Members,
  context: OpenApiContext,
): AuthorizationModel {
  const type = typeof authorizer.type === 'string' ? authorizer.type.toLowerCase() : undefined;
  switch (type) {
    case 'request':
    case 'token':
      return { type: 'LAMBDA', authorizer: lambdaAuthorizer(name, type, scheme, authorizer, context) };
    case 'cognito_user_pools':
      return {
        type: 'COGNITO',
        authorizer: {
          id: name,
          name,
          userPoolArns: userPools(name, authorizer.providerARNs),
          identitySource: headerOf(name, scheme, authorizer),
          validationExpression: expression(name, authorizer),
        },
      };
    default:
      throw new NotEvaluated(`the authorizer type ${JSON.stringify(authorizer.type ?? null)} of ${name}`);
  }
}

function lambdaAuthorizer(
  name: string,
  type: 'request' | 'token',
  scheme: Members,
  authorizer: Members,
  context: OpenApiContext,
): LambdaAuthorizerModel {
  const functionArn = functionArnOf(authorizer.authorizerUri, context.stageVariables);
  if (!functionArn) throw new NotEvaluated(`the authorizerUri of ${name}`);
  const ttlSeconds = ttl(name, authorizer.authorizerResultTtlInSeconds);
  const shared = { id: name, name, functionArn, ttlSeconds };
  if (type === 'token') {
    const header = `method.request.header.${headerOf(name, scheme, authorizer)}`;
    const validationExpression = expression(name, authorizer);
    return { ...shared, kind: 'TOKEN', identitySources: [header], validationExpression };
  }
  const identitySources = listOf(authorizer.identitySource);
  if (ttlSeconds > 0 && identitySources.length === 0) {
    throw new NotEvaluated(`the authorizer ${name}, which caches its results without an identity source`);
  }
  return { ...shared, kind: 'REQUEST', identitySources };
}

/** Name of the one header that holds the token: the identity source, or else the scheme's own. */
function headerOf(name: string, scheme: Members, authorizer: Members): string {
  const given = authorizer.identitySource;
  if (given === undefined && scheme.in === 'header' && typeof scheme.name === 'string') return scheme.name;
  const header =
    typeof given === 'string' ? /^method\.request\.header\.([\w!#$%&'*+.^`|~-]+)$/.exec(given.trim()) : null;
  if (!header) throw new NotEvaluated(`the identity source of the authorizer ${name}, which is not one header`);
  return header[1];
}

function userPools(name: string, arns: unknown): readonly string[] {
  const isList = Array.isArray(arns) && arns.length > 0 && arns.every((arn) => typeof arn === 'string');
  if (!isList) throw new NotEvaluated(`the providerARNs of the authorizer ${name}`);
  return arns;
}

function expression(name: string, authorizer: Members): string | undefined {
  const given = member(authorizer, 'identityValidationExpression');
  if (given === undefined || typeof given === 'string') return given || undefined;
  throw new NotEvaluated(`the identityValidationExpression of the authorizer ${name}`);
}

function ttl(name: string, given: unknown): number {
  if (given === undefined) return DEFAULT_TTL;
  const seconds = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given;
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_TTL) return seconds;
  throw new NotEvaluated(`the authorizerResultTtlInSeconds of the authorizer ${name}`);
}

function listOf(given: unknown): readonly string[] {
  if (typeof given !== 'string') return [];
  return given
    .split(',')
    .map((source) => source.trim())
    .filter((source) => source !== '');
}
