import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { IssuerConfig } from '../private/authorizer-contract';
import { SecureApiError } from '../private/errors';
import type { RouteKey } from '../routes/route-key';
import type { Access } from './access';
import { asksFor } from './access-rules';
import { deadBranches, isIdTokens, mayGrant } from './grantable';

/** A rule that no token can satisfy would let nobody in, and say nothing of it. */
export function checkGrantable(at: Construct, route: RouteKey, access: Access, issuers: readonly IssuerConfig[]): void {
  if (mayGrant(access._rule, issuers)) return;
  const noScopes = asksFor(access, 'anyScope', 'allScopes') && issuers.every(isIdTokens);
  throw new SecureApiError(at, {
    code: 'AccessUnsatisfiable',
    problem: `route '${route.text}' asks for ${access.toString()}, and no token of the issuers can have that`,
    rule: noScopes
      ? 'ID tokens hold no scopes: accept access tokens by TokenUse.ACCESS, or ask for groups or claims'
      : 'ask for what one token of one issuer can hold',
  });
}

/** A part that nobody can satisfy beside others: the route works, and one rule may serve several APIs. */
export function warnOfDeadBranches(
  at: Construct,
  route: RouteKey,
  access: Access,
  issuers: readonly IssuerConfig[],
): void {
  for (const branch of deadBranches(access._rule, issuers)) {
    Annotations.of(at).addWarningV2(
      'cdk-secure-api-gateway:accessPartUnsatisfiable',
      `route '${route.text}' asks for ${access.toString()}, and no token of the issuers can have ${JSON.stringify(branch)}`,
    );
  }
}
