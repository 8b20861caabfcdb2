import type { APIGatewayAuthorizerResult, Statement } from 'aws-lambda';
import type { RouteRule } from '../../lib/private/authorizer-contract';
import { type AccessInput, type Binding, denial } from './access';
import type { DenialReason } from './auth-error';
import { claimOf, primitiveText, safeText, scopesOf } from './claims';
import type { AuthorizerRequest } from './request';
import type { Usage } from './usage-tiers';
import type { VerifiedToken } from './verified-tokens';

/** Longest resource ARN that API Gateway takes in an authorizer's policy. */
const MAX_RESOURCE_LENGTH = 512;

/** Names in the context that no claim may take; `principalId` API Gateway sets by itself. */
const RESERVED = new Set(['sub', 'iss', 'clientId', 'scope', 'tier', 'principalId', '__proto__']);

export interface AccessPolicy {
  readonly routes: ReadonlyMap<string, RouteRule>;
  readonly contextClaims: readonly string[];
  readonly clockToleranceSeconds: number;
  readonly notBeforeToleranceSeconds?: number;
}

/** Who asks: a verified token, and whether its sender proved to be the one it was issued to. */
export interface Caller {
  readonly token: VerifiedToken;
  readonly binding: Binding;
  /** Where the limits of the token are counted; undefined if tokens choose no tier. */
  readonly usage?: Usage;
}

export interface Decision {
  /** Absent if the request is allowed. */
  readonly reason?: DenialReason;
  readonly result: APIGatewayAuthorizerResult;
}

/** Judges a request whose token is verified; the answer is always explicit, because API Gateway may read an implicit denial as an allow. */
export function decide(request: AuthorizerRequest, caller: Caller, policy: AccessPolicy, now: number): Decision {
  const { token, binding } = caller;
  const route = request.routeKey === undefined ? undefined : policy.routes.get(request.routeKey);
  const resource = expressible(route?.decision === 'route' ? routeArn(request) : pathArn(request));
  // How far the issuer's clock may be ahead: the time of the sign-in is one of its times, like `nbf`.
  const clockToleranceSeconds = policy.notBeforeToleranceSeconds ?? policy.clockToleranceSeconds;
  const input = { token, pathParameters: request.pathParameters, now, clockToleranceSeconds, binding };
  const reason = refusal(input, route, resource);
  const principalId = safeText(token.claims.sub) ?? safeText(token.clientId) ?? 'unknown';
  const usage = reason ? undefined : caller.usage;
  const statement: Statement = {
    Action: 'execute-api:Invoke',
    Effect: reason ? 'Deny' : 'Allow',
    // No resource to name means a denial, and the whole stage is sure to hold the request.
    Resource: resource ?? `${request.stageArn}*`,
  };
  return {
    reason,
    result: {
      principalId,
      policyDocument: { Version: '2012-10-17', Statement: [statement] },
      context: reason
        ? { reason }
        : { ...backendContext(token, policy.contextClaims), ...(usage && { tier: usage.tier }) },
      ...(usage && { usageIdentifierKey: usage.usageIdentifierKey }),
    },
  };
}

function refusal(
  input: AccessInput,
  route: RouteRule | undefined,
  resource: string | undefined,
): DenialReason | undefined {
  // Without a resource that says exactly what is allowed, nothing is.
  if (!route || !resource) return 'route_unknown';
  return denial(route.access, input);
}

/** Every request of the route; the table has checked that nothing in the key but its parameters is a pattern. */
function routeArn({ stageArn, routeKey = '' }: AuthorizerRequest): string {
  return stageArn + routeKey.replace(' ', '').replace(/\{[^}]*\}/g, '*');
}

/** This one path, unless the caller wrote something into it that IAM reads as a pattern or a variable. */
function pathArn({ methodArn }: AuthorizerRequest): string | undefined {
  return /[*?]|\$\{/.test(methodArn) ? undefined : methodArn;
}

function expressible(arn: string | undefined): string | undefined {
  return arn && arn.length <= MAX_RESOURCE_LENGTH ? arn : undefined;
}

/** What the backend gets to know: flat strings, and nothing that could forge a header or a log line there. */
function backendContext(token: VerifiedToken, contextClaims: readonly string[]): Record<string, string> {
  const { claims, clientId, issuer } = token;
  const context: Record<string, string> = {};
  const add = (name: string, text: string | undefined): void => {
    const safe = safeText(text);
    if (safe) context[name] = safe;
  };
  for (const name of contextClaims) if (!RESERVED.has(name)) add(name, contextText(claimOf(claims, name)));
  add('sub', claims.sub);
  add('iss', issuer.issuer);
  add('clientId', clientId);
  add('scope', scopesOf(claims).join(' '));
  return context;
}

/** A list becomes text only if its items can be told apart afterwards. */
function contextText(claim: unknown): string | undefined {
  if (!Array.isArray(claim)) return primitiveText(claim);
  const texts = claim.map(primitiveText);
  return texts.every((text) => text !== undefined && /^\S+$/.test(text)) ? texts.join(' ') : undefined;
}
