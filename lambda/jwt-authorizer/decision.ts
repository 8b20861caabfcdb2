import type { APIGatewayAuthorizerResult, Statement } from 'aws-lambda';
import type { ClaimName, RouteRule } from '../../lib/private/authorizer-contract';
import { type AccessInput, type Binding, denial } from './access';
import type { DenialReason } from './auth-error';
import { backendContext } from './backend-context';
import { challengeOf } from './challenge';
import { safeText } from './claims';
import type { AuthorizerRequest, Credentials } from './request';
import type { Usage } from './usage-tiers';
import type { VerifiedToken } from './verified-tokens';

/** Longest resource ARN that API Gateway takes in an authorizer's policy. */
const MAX_RESOURCE_LENGTH = 512;

export interface AccessPolicy {
  readonly routes: ReadonlyMap<string, RouteRule>;
  readonly contextClaims: readonly ClaimName[];
  readonly clockToleranceSeconds: number;
  readonly notBeforeToleranceSeconds?: number;
}

/** Who asks: a verified token, and whether its sender proved to be the one it was issued to. */
export interface Caller {
  readonly token: VerifiedToken;
  readonly binding: Binding;
  /** How the token was presented; `bearer` if that is not said. */
  readonly scheme?: Credentials['scheme'];
  /** Where the limits of the token are counted; undefined if tokens choose no tier. */
  readonly usage?: Usage;
}

export interface Decision {
  /** Absent if the request is allowed. */
  readonly reason?: DenialReason;
  /** Names of what the backend should get and does not; absent if there are none. */
  readonly leftOut?: readonly string[];
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
  const backend = reason ? undefined : backendContext(token, policy.contextClaims, usage?.tier);
  const challenge = reason && route && challengeOf(route.access, reason, input, caller.scheme);
  const statement: Statement = {
    Action: 'execute-api:Invoke',
    Effect: reason ? 'Deny' : 'Allow',
    // A denial covers the stage, whatever the spelling of the request's path: where a policy says nothing about a request, API
    // Gateway asks the API's resource policy, and that may allow. A wider denial lets nobody in elsewhere.
    Resource: reason || !resource ? `${request.stageArn}*` : resource,
  };
  return {
    reason,
    ...(backend && backend.leftOut.length > 0 && { leftOut: backend.leftOut }),
    result: {
      principalId,
      policyDocument: { Version: '2012-10-17', Statement: [statement] },
      context: backend ? backend.context : { reason, ...(challenge && { challenge }) },
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
