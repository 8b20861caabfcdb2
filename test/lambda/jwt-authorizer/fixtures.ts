import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { OidcIssuerConfig, UserPoolIssuerConfig } from '../../../lib/private/authorizer-contract';
import type { AuthError } from '../../../lambda/jwt-authorizer/auth-error';
import type { FetchJwks } from '../../../lambda/jwt-authorizer/fetch-jwks';
import type { TrustedIssuer } from '../../../lambda/jwt-authorizer/trusted-issuer';
import { trustedIssuers } from '../../../lambda/jwt-authorizer/issuer-entries';
import type { VerifiedToken } from '../../../lambda/jwt-authorizer/verified-tokens';
import { TokenVerifier } from '../../../lambda/jwt-authorizer/verify';

/** The frozen instant of these tests, in seconds. */
export const NOW = 1_800_000_000;

export const OIDC: OidcIssuerConfig = {
  type: 'oidc',
  issuer: 'https://login.acme.example/',
  jwksUri: 'https://login.acme.example/keys',
  audiences: ['https://api.acme.example', 'https://admin.acme.example'],
  algorithms: ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'],
  groupsClaim: 'roles',
  requireAccessTokenType: false,
  requiredClaims: [],
};

export const USER_POOL: UserPoolIssuerConfig = {
  type: 'user-pool',
  userPoolId: 'eu-central-1_AbCdEf123',
  clients: ['web-client', 'mobile-client'],
  tokenUse: 'access',
};

export const POOL_ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123';
export const POOL_UPDATED_ISSUER = 'https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123';

export function oidcClaims(claims: object = {}): Record<string, unknown> {
  return {
    iss: OIDC.issuer,
    aud: 'https://api.acme.example',
    sub: 'user-7',
    azp: 'spa-client',
    scope: 'orders/read orders/write',
    iat: NOW - 10,
    exp: NOW + 300,
    ...claims,
  };
}

export function poolClaims(claims: object = {}): Record<string, unknown> {
  return {
    iss: POOL_ISSUER,
    client_id: 'web-client',
    token_use: 'access',
    sub: '5f1c',
    scope: 'orders/read',
    iat: NOW - 10,
    exp: NOW + 300,
    ...claims,
  };
}

export function trusted(...configs: readonly object[]): readonly TrustedIssuer[] {
  return configs.flatMap((config, index) => trustedIssuers(config, `issuers[${index}]`));
}

/** A verifier with a clock that the test holds and with key sets that the test serves. */
export class VerifierHarness {
  public nowMs = NOW * 1_000;
  public readonly fetched: string[] = [];
  public readonly documents = new Map<string, unknown>();
  public readonly verifier: TokenVerifier;

  public constructor(issuers: readonly TrustedIssuer[], clockToleranceSeconds = 0, notBeforeToleranceSeconds?: number) {
    this.verifier = new TokenVerifier(
      { issuers, clockToleranceSeconds, notBeforeToleranceSeconds },
      { fetchJwks: this.fetchJwks, now: () => this.nowMs },
    );
  }

  public readonly fetchJwks: FetchJwks = async (url) => {
    this.fetched.push(url);
    const document = this.documents.get(url);
    if (document instanceof Error) throw document;
    if (document === undefined) throw new Error(`nothing is served at ${url}`);
    return Buffer.from(typeof document === 'string' ? document : JSON.stringify(document));
  };

  public verify(token: string): Promise<VerifiedToken> {
    return this.verifier.verify(token);
  }

  /** `allowed`, or why not. */
  public async outcome(token: string): Promise<string> {
    return this.verify(token).then(
      () => 'allowed',
      (error: AuthError) => error.reason ?? String(error),
    );
  }
}

export function event(
  token: string | undefined,
  overrides: Record<string, unknown> = {},
): APIGatewayRequestAuthorizerEvent {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return {
    type: 'REQUEST',
    methodArn: 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET/orders/42',
    resource: '/orders/{orderId}',
    path: '/orders/42',
    httpMethod: 'GET',
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    pathParameters: { orderId: '42' },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    stageVariables: null,
    requestContext: {
      httpMethod: 'GET',
      resourcePath: '/orders/{orderId}',
      requestId: 'request-1',
      extendedRequestId: 'extended-1',
    },
    ...overrides,
  } as unknown as APIGatewayRequestAuthorizerEvent;
}
