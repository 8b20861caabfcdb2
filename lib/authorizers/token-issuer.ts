import { Token } from 'aws-cdk-lib';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type { IssuerConfig } from '../private/authorizer-contract';
import { fail, requireKnownList, requireNonEmpty, requireOneOf, requirePattern } from '../private/checks';
import { type ErrorCode } from '../private/errors';
import { claimNameOf } from './claim-name';

/** Which of a user pool's tokens callers send. */
export enum TokenUse {
  /** Access tokens, made for APIs: they hold scopes and the app client as `client_id`. */
  ACCESS = 'access',
  /** ID tokens: they hold the user's attributes and the app client as `aud`. */
  ID = 'id',
}

/**
 * Asymmetric signature algorithms that the authorizer verifies; there is no other kind.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc7518#section-3.1
 */
export enum SignatureAlgorithm {
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256 = 'RS256',
  /** RSASSA-PKCS1-v1_5 with SHA-384. */
  RS384 = 'RS384',
  /** RSASSA-PKCS1-v1_5 with SHA-512. */
  RS512 = 'RS512',
  /** RSASSA-PSS with SHA-256. */
  PS256 = 'PS256',
  /** RSASSA-PSS with SHA-384. */
  PS384 = 'PS384',
  /** RSASSA-PSS with SHA-512. */
  PS512 = 'PS512',
  /** ECDSA on P-256 with SHA-256. */
  ES256 = 'ES256',
  /** ECDSA on P-384 with SHA-384. */
  ES384 = 'ES384',
  /** ECDSA on P-521 with SHA-512. */
  ES512 = 'ES512',
  /** Ed25519, RFC 8037. */
  EDDSA = 'EdDSA',
}

/** Options of `TokenIssuer.userPool`. */
export interface UserPoolIssuerOptions {
  /** The app clients whose tokens are accepted; at least one. */
  readonly clients: cognito.IUserPoolClient[];

  /** Which of the pool's tokens are accepted; the other kind is refused. */
  readonly tokenUse: TokenUse;
}

/** Options of `TokenIssuer.oidc`. */
export interface OidcIssuerOptions {
  /** The values of the `aud` claim that are accepted; at least one. */
  readonly audiences: string[];

  /**
   * Where the issuer publishes its keys; https only.
   *
   * @default - `.well-known/jwks.json` below the issuer
   */
  readonly jwksUri?: string;

  /**
   * The signature algorithms that are accepted from this issuer.
   *
   * @default - every member of SignatureAlgorithm
   */
  readonly algorithms?: SignatureAlgorithm[];

  /**
   * The claim that `Access.inGroup` looks at: a string or a list of strings; anything else names no groups. A claim inside of
   * another one is named by `ClaimPath.of()`: `ClaimPath.of('realm_access', 'roles')` for Keycloak.
   *
   * @default groups
   */
  readonly groupsClaim?: string;

  /**
   * Whether the token's header must say `typ: at+jwt`, as access tokens of RFC 9068 do. It keeps ID tokens out where an
   * audience does not.
   *
   * @default false - tokens without a type, or with the type JWT, are accepted too
   */
  readonly requireAccessTokenType?: boolean;

  /**
   * Claims without which a token is refused, besides `iss`, `aud` and `exp`, which every token must have. A claim inside of
   * another one is named by `ClaimPath.of()`.
   *
   * @default - none
   */
  readonly requiredClaims?: string[];
}

/** Somebody whose tokens the API trusts. An immutable value: one may serve several APIs. */
export class TokenIssuer {
  /**
   * An Amazon Cognito user pool. Both forms of its issuer URL are accepted.
   *
   * @param pool the user pool, own or imported
   * @param options which clients and which tokens are accepted
   */
  public static userPool(pool: cognito.IUserPool, options: UserPoolIssuerOptions): TokenIssuer {
    requireNonEmpty(
      { at: 'TokenIssuer.userPool()', name: 'clients', code: 'IssuerClientsEmpty' },
      options.clients,
      'without one, a token of any app client of the pool would pass',
    );
    const tokenUse = { at: 'TokenIssuer.userPool()', name: 'tokenUse', code: 'IssuerTokenUseInvalid' } as const;
    requireOneOf(tokenUse, options.tokenUse, Object.values(TokenUse));
    return new TokenIssuer(pool.userPoolId, {
      type: 'user-pool',
      userPoolId: pool.userPoolId,
      clients: options.clients.map((client) => client.userPoolClientId),
      tokenUse: options.tokenUse,
    });
  }

  /**
   * An OpenID Connect provider or OAuth 2.0 authorization server.
   *
   * @param url the issuer identifier, exactly as in the `iss` claim, a trailing slash included; https only
   * @param options audiences, and where the keys are
   */
  public static oidc(url: string, options: OidcIssuerOptions): TokenIssuer {
    const at = 'TokenIssuer.oidc()';
    checkUrl(at, 'url', url);
    requireKnownList(at, 'algorithms', options.algorithms);
    requireNonEmpty(
      { at, name: 'audiences', code: 'IssuerAudiencesEmpty' },
      options.audiences,
      'without one, a token that the issuer made for another API would pass',
    );
    requireTexts(at, 'audiences', options.audiences);
    if (options.groupsClaim !== undefined) requireTexts(at, 'groupsClaim', [options.groupsClaim]);
    requireKnownList(at, 'requiredClaims', options.requiredClaims);
    requireTexts(at, 'requiredClaims', options.requiredClaims ?? []);
    requireFlag(at, 'requireAccessTokenType', options.requireAccessTokenType);
    const algorithms = options.algorithms ?? Object.values(SignatureAlgorithm);
    requireNonEmpty({ at, name: 'algorithms', code: 'IssuerAlgorithmsEmpty' }, algorithms, 'no token could pass');
    for (const algorithm of algorithms) {
      const place = { at, name: 'algorithms', code: 'IssuerAlgorithmInvalid' } as const;
      requireOneOf(place, algorithm, Object.values(SignatureAlgorithm));
    }
    if (options.jwksUri !== undefined) checkUrl(at, 'jwksUri', options.jwksUri);
    return new TokenIssuer(url, {
      type: 'oidc',
      issuer: url,
      jwksUri: options.jwksUri ?? `${url.replace(/\/$/, '')}/.well-known/jwks.json`,
      audiences: [...options.audiences],
      algorithms: [...algorithms],
      groupsClaim: claimNameOf({ at, name: 'groupsClaim' }, options.groupsClaim ?? 'groups'),
      requireAccessTokenType: options.requireAccessTokenType ?? false,
      requiredClaims: (options.requiredClaims ?? []).map((claim) => claimNameOf({ at, name: 'requiredClaims' }, claim)),
    });
  }

  private constructor(
    /** @internal */ public readonly _identity: string,
    /** @internal */ public readonly _config: IssuerConfig,
  ) {}
}

/** The function refuses to work with a configuration that it does not understand, so it must not be deployed. */
function requireTexts(at: string, name: string, texts: readonly string[]): void {
  if (Token.isUnresolved(texts)) return;
  const rule = 'it must be text of at least one character';
  const list: unknown = texts;
  if (!Array.isArray(list)) fail({ at, name, code: 'TextEmpty' }, list, 'it must be a list of texts');
  for (const text of texts) requirePattern({ at, name, code: 'TextEmpty' }, text, /^[^]+$/, rule);
}

/** JavaScript callers can pass anything, and the function would refuse to work with it. */
function requireFlag(at: string, name: string, flag: boolean | undefined): void {
  if (flag === undefined || typeof flag === 'boolean') return;
  fail({ at, name, code: 'IssuerTokenTypeInvalid' }, flag, 'it must be true or false');
}

/** An issuer is an https URL without query and fragment (OpenID Connect Discovery 1.0, section 3). */
function checkUrl(at: string, name: string, url: string): void {
  if (Token.isUnresolved(url)) return;
  const code: ErrorCode = 'IssuerUrlInvalid';
  const rule = 'it must be an https URL without user name, query and fragment';
  if (typeof url !== 'string' || !URL.canParse(url) || !/^[\x21-\x7e]+$/.test(url)) fail({ at, name, code }, url, rule);
  const { protocol, search, hash, username, password } = new URL(url);
  if (protocol !== 'https:' || search || hash || username || password || url.includes('#') || url.includes('?')) {
    fail({ at, name, code }, url, rule);
  }
}
