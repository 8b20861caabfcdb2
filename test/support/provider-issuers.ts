import * as cognito from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { TokenIssuer, type TokenUse } from '../../lib';
import type { ProviderTrust } from './provider-tokens';

/** How an app trusts the issuer of such tokens. */
export function tokenIssuerOf(scope: Construct, issuer: string, trust: ProviderTrust): TokenIssuer {
  if (trust.factory !== 'userPool') {
    const { jwksUri, groupsClaim, clientClaims } = trust;
    const shared = { jwksUri, groupsClaim, clientClaims: clientClaims && [...clientClaims] };
    return trust.factory === 'oidc'
      ? TokenIssuer.oidc(issuer, { ...shared, audiences: [...trust.audiences] })
      : TokenIssuer.oidcWithoutAudience(issuer, { ...shared, clients: [...trust.clients], reason: trust.reason });
  }
  const { userPoolId, clients, tokenUse } = trust;
  const id = `${userPoolId}-${tokenUse}`;
  return TokenIssuer.userPool(cognito.UserPool.fromUserPoolId(scope, id, userPoolId), {
    clients: clients.map((client) => cognito.UserPoolClient.fromUserPoolClientId(scope, `${id}-${client}`, client)),
    tokenUse: tokenUse as TokenUse,
  });
}
