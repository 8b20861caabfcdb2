import type { LocalIssuers } from '../issuer/issuers';
import { defaultAlgorithm, defaultClaims, defaultHeader } from '../issuer/token-claims';
import type { TrustedIssuer } from '../issuer/trusted-issuer';
import { LocalGatewayError } from './local-gateway-error';
import type { IssueTokenOptions, RequestTokenOptions } from './local-gateway-options';

/** Makes tokens that the API's authorizers take for real ones. */
export class TokenSource {
  /** @param trusted issuers that the API's authorizers trust */
  public constructor(
    private readonly trusted: readonly TrustedIssuer[],
    private readonly issuers: LocalIssuers,
  ) {}

  public issue(claims: Readonly<Record<string, unknown>>, options: IssueTokenOptions): string {
    const issuer = options.issuer ?? this.trusted.at(0)?.issuer;
    const candidates = this.trusted.filter((trusted) => trusted.issuer === issuer);
    // Of a user pool both kinds of tokens may be trusted, each with clients of its own.
    const known = candidates.find(({ tokenUse }) => tokenUse === (claims.token_use ?? tokenUse)) ?? candidates.at(0);
    if (issuer === undefined) {
      throw new LocalGatewayError('IssuerUnknown', "no authorizer of the API says whom it trusts; name the 'issuer'");
    }
    return this.issuers.issueToken({
      issuer,
      claims: { ...(known && defaultClaims(known)), ...claims },
      algorithm: options.algorithm ?? (known && defaultAlgorithm(known)),
      header: { ...(known && defaultHeader(known)), ...options.header },
    });
  }

  public async request({ scope, ...options }: RequestTokenOptions): Promise<string> {
    const candidates = this.trusted.filter(({ issuer }) => issuer === (options.issuer ?? issuer));
    const known = candidates.find(({ audience }) => audience !== undefined) ?? candidates.find(issuesAccessTokens);
    if (known === undefined && candidates.length > 0) {
      const problem = `${candidates[0].issuer} is trusted for ID tokens only, which no client gets by its credentials`;
      throw new LocalGatewayError('AccessTokenUnknown', `${problem}; use 'issueToken'`);
    }
    const issuer = options.issuer ?? known?.issuer;
    const audience = options.audience ?? known?.audience;
    if (issuer === undefined || (audience === undefined && known === undefined)) {
      throw new LocalGatewayError(
        'IssuerUnknown',
        "no authorizer of the API says which issuer and audience it trusts; name 'issuer' and 'audience'",
      );
    }
    return this.issuers.requestToken({ issuer, audience, scope });
  }
}

/** Those of an issuer without an audience name a client. */
function issuesAccessTokens({ tokenUse, clients }: TrustedIssuer): boolean {
  return tokenUse === 'access' || (tokenUse === undefined && clients !== undefined);
}
