import type { Finding } from '../model/api-model';
import type { AuthorizationModel } from '../model/route-model';
import { member, members, type Members, type OpenApiDocument } from './open-api-document';
import { NotEvaluated, type OpenApiContext } from './open-api-import';
import { readSecurityScheme } from './security-scheme';

/** Who may call a method. */
export interface OperationSecurity {
  readonly authorization: AuthorizationModel;
  readonly authorizationScopes: readonly string[];
  readonly apiKeyRequired: boolean;
  readonly findings: readonly Finding[];
}

const OPEN: AuthorizationModel = { type: 'NONE' };

/**
 * What an operation's own `security` asks for. The `security` at the root counts for nothing, as in API Gateway.
 *
 * @param key `GET /orders`, for findings
 * @throws NotEvaluated for anything that API Gateway cannot hold as one authorizer and one API key
 */
export function operationSecurity(
  key: string,
  operation: Members,
  document: OpenApiDocument,
  context: OpenApiContext,
): OperationSecurity {
  const stated = statedAuthorization(operation);
  if (operation.security === undefined) {
    const findings = stated ? [] : ignoredRootSecurity(key, document);
    return { authorization: stated ?? OPEN, authorizationScopes: [], apiKeyRequired: false, findings };
  }
  const security = readRequirement(key, operation.security, document, context);
  if (stated && stated.type !== security.authorization.type) {
    throw new NotEvaluated('x-amazon-apigateway-auth and security, which ask for different things');
  }
  return security;
}

function readRequirement(
  key: string,
  security: unknown,
  document: OpenApiDocument,
  context: OpenApiContext,
): OperationSecurity {
  if (!Array.isArray(security)) throw new NotEvaluated('a security that is not a list');
  const findings: Finding[] = [];
  let authorization: AuthorizationModel = OPEN;
  let authorizationScopes: readonly string[] = [];
  let apiKeyRequired = false;
  for (const [name, scopes] of onlyAlternative(security)) {
    const scheme = readSecurityScheme(name, schemeOf(name, document), context);
    if (scheme === 'API_KEY') {
      apiKeyRequired = true;
      continue;
    }
    if (authorization !== OPEN) throw new NotEvaluated('a security with several authorizers at once');
    authorization = scheme;
    const listed = scopeNames(name, scopes);
    if (scheme.type === 'COGNITO') authorizationScopes = listed;
    else if (listed.length > 0) {
      const what = `API Gateway looks at no scopes with ${name}, which is not a Cognito user pool authorizer`;
      findings.push({ subject: key, what, effect: 'declared' });
    }
  }
  return { authorization, authorizationScopes, apiKeyRequired, findings };
}

/** The schemes of the one requirement that a method can have; none for an empty list, which opens it. */
function onlyAlternative(security: readonly unknown[]): readonly (readonly [string, unknown])[] {
  if (security.length === 0) return [];
  if (security.length > 1) throw new NotEvaluated('a security with several alternatives');
  const schemes = Object.entries(members(security[0]));
  if (schemes.length === 0) throw new NotEvaluated('a security requirement without a scheme');
  return schemes;
}

function schemeOf(name: string, document: OpenApiDocument): Members {
  const { root, version } = document;
  const schemes = version === '2.0' ? root.securityDefinitions : member(root.components, 'securitySchemes');
  const scheme = member(schemes, name);
  if (scheme === undefined) throw new NotEvaluated(`the security scheme ${name}, which is not defined`);
  return members(document.resolve(scheme));
}

function scopeNames(name: string, scopes: unknown): readonly string[] {
  if (Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string')) return scopes;
  throw new NotEvaluated(`the scopes of ${name}, which are not a list of names`);
}

/** What `x-amazon-apigateway-auth` of the operation says. */
function statedAuthorization(operation: Members): AuthorizationModel | undefined {
  const auth = operation['x-amazon-apigateway-auth'];
  if (auth === undefined) return undefined;
  const type = member(auth, 'type');
  if (type === 'NONE') return OPEN;
  if (type === 'AWS_IAM') return { type: 'AWS_IAM' };
  throw new NotEvaluated(`x-amazon-apigateway-auth of type ${JSON.stringify(type ?? null)}`);
}

function ignoredRootSecurity(key: string, { root }: OpenApiDocument): readonly Finding[] {
  if (!Array.isArray(root.security) || root.security.length === 0) return [];
  const what =
    'open to everyone: API Gateway ignores the security at the root of an OpenAPI definition, and this operation has none of its own';
  return [{ subject: key, what, effect: 'declared' }];
}
