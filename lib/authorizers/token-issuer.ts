import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type { IssuerConfig, OidcIssuerConfig } from '../private/authorizer-contract';
import { requireNonEmpty, requireOneOf, requireReason } from '../private/checks';
import { claimNameOf } from './claim-name';
import {
  requireAlgorithms,
  requireClaimNames,
  requireFlag,
  requireIssuerUrl,
  requireJwksUri,
  requireTexts,
} from './issuer-checks';
import type { OidcIssuerOptions, OidcIssuerSettings, OidcIssuerWithoutAudienceOptions } from './oidc-issuer-options';
import { SignatureAlgorithm } from './signature-algorithm';

/** Which of a user pool's tokens callers send. */
export enum TokenUse {
  /** Access tokens, made for APIs: they hold scopes and the app client as `client_id`. */
  ACCESS = 'access',
  /** ID tokens: they hold the user's attributes and the app client as `aud`. */
  ID = 'id',
}

/** Options of `TokenIssuer.userPool`. */
export interface UserPoolIssuerOptions {
  /** The app clients whose tokens are accepted; at least one. */
  readonly clients: cognito.IUserPoolClient[];

  /** Which of the pool's tokens are accepted; the other kind is refused. */
  readonly tokenUse: TokenUse;
}

/** Somebody whose tokens the API trusts. An immutable value: one may serve several APIs. */
export class TokenIssuer {
  /**
   * An Amazon Cognito user pool. Both forms of its issuer URL are accepted.
   *
   * For both access and ID tokens, name the pool twice in `issuers`, once for each kind, each with its own clients. ID tokens hold
   * no scopes: rules that ask for one grant access tokens only.
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
    return new TokenIssuer({
      type: 'user-pool',
      userPoolId: pool.userPoolId,
      clients: options.clients.map((client) => client.userPoolClientId),
      tokenUse: options.tokenUse,
    });
  }

  /**
   * An OpenID Connect provider or OAuth 2.0 authorization server.
   *
   * @param url the issuer identifier, exactly as in the `iss` claim, a trailing slash included; https only, without a query
   * @param options audiences, and where the keys are
   */
  public static oidc(url: string, options: OidcIssuerOptions): TokenIssuer {
    const at = 'TokenIssuer.oidc()';
    requireIssuerUrl(at, url);
    requireNonEmpty(
      { at, name: 'audiences', code: 'IssuerAudiencesEmpty' },
      options.audiences,
      'without one, a token that the issuer made for another API would pass; TokenIssuer.oidcWithoutAudience() is for issuers that write none',
    );
    requireTexts(at, 'audiences', options.audiences);
    if (options.clients !== undefined) requireClients(at, options.clients, 'no token could pass');
    return new TokenIssuer(
      oidcConfig(at, url, options, { audiences: [...options.audiences], clients: options.clients }),
    );
  }

  /**
   * An issuer whose tokens do not say for which API they are, such as Clerk and WorkOS: they are accepted by their client instead,
   * from an explicit list. A token that has an `aud` nevertheless, or names no client, is denied.
   *
   * A client's tokens for another API pass here, too. Where the issuer can write an audience, let it, and use `TokenIssuer.oidc`.
   *
   * @param url the issuer identifier, exactly as in the `iss` claim, a trailing slash included; https only, without a query
   * @param options the clients, and why no audience is asked for
   */
  public static oidcWithoutAudience(url: string, options: OidcIssuerWithoutAudienceOptions): TokenIssuer {
    const at = 'TokenIssuer.oidcWithoutAudience()';
    requireIssuerUrl(at, url);
    requireClients(at, options.clients, 'without one, any token of the issuer would pass');
    requireReason(at, 'reason', options.reason);
    const who = { audiences: [], clients: options.clients, withoutAudience: true } as const;
    return new TokenIssuer(oidcConfig(at, url, options, who), options.reason);
  }

  private constructor(
    /** @internal */ public readonly _config: IssuerConfig,
    /** @internal */ public readonly _withoutAudienceReason?: string,
  ) {}
}

function requireClients(at: string, clients: readonly string[], consequence: string): void {
  requireNonEmpty({ at, name: 'clients', code: 'IssuerClientsEmpty' }, clients, consequence);
  requireTexts(at, 'clients', clients);
}

function oidcConfig(
  at: string,
  url: string,
  settings: OidcIssuerSettings,
  who: Pick<OidcIssuerConfig, 'audiences' | 'clients' | 'withoutAudience'>,
): OidcIssuerConfig {
  const { jwksUri, algorithms, groupsClaim, requireAccessTokenType, requiredClaims, clientClaims } = settings;
  requireAlgorithms(at, algorithms);
  if (groupsClaim !== undefined) requireTexts(at, 'groupsClaim', [groupsClaim]);
  requireClaimNames(at, 'requiredClaims', requiredClaims);
  requireFlag(at, 'requireAccessTokenType', requireAccessTokenType);
  if (jwksUri !== undefined) requireJwksUri(at, jwksUri);
  if (clientClaims !== undefined) {
    const place = { at, name: 'clientClaims', code: 'IssuerClientClaimsEmpty' } as const;
    requireNonEmpty(place, clientClaims, 'leave it out for those that are common');
    requireClaimNames(at, 'clientClaims', clientClaims);
  }
  return {
    type: 'oidc',
    issuer: url,
    jwksUri: jwksUri ?? `${url.replace(/\/$/, '')}/.well-known/jwks.json`,
    audiences: who.audiences,
    algorithms: [...(algorithms ?? Object.values(SignatureAlgorithm))],
    groupsClaim: claimNameOf({ at, name: 'groupsClaim' }, groupsClaim ?? 'groups'),
    requireAccessTokenType: requireAccessTokenType ?? false,
    requiredClaims: (requiredClaims ?? []).map((claim) => claimNameOf({ at, name: 'requiredClaims' }, claim)),
    ...(who.clients && { clients: [...who.clients] }),
    ...(clientClaims && {
      clientClaims: clientClaims.map((claim) => claimNameOf({ at, name: 'clientClaims' }, claim)),
    }),
    ...(who.withoutAudience && { withoutAudience: who.withoutAudience }),
  };
}
