import type { LocalIssuers } from '../issuer/issuers';
import { trustedIssuers, type TrustedIssuer } from '../issuer/known-issuers';
import { defaultClaims } from '../issuer/token-claims';
import type { ApiModel, RouteModel } from '../model/api-model';
import { LocalGatewayError } from './local-gateway-error';
import type { IssueTokenOptions, RequestTokenOptions } from './local-gateway-options';

/** Makes tokens that the API's authorizers take for real ones. */
export class TokenSource {
  private readonly trusted: readonly TrustedIssuer[];

  public constructor(
    model: ApiModel,
    private readonly issuers: LocalIssuers,
  ) {
    this.trusted = model.routes.flatMap((route) => trustedBy(route, model));
  }

  public issue(claims: Readonly<Record<string, unknown>>, options: IssueTokenOptions): string {
    const known = this.trusted.find(({ issuer }) => issuer === (options.issuer ?? issuer));
    const issuer = options.issuer ?? known?.issuer;
    if (issuer === undefined) {
      throw new LocalGatewayError('IssuerUnknown', "no authorizer of the API says whom it trusts; name the 'issuer'");
    }
    return this.issuers.issueToken({
      issuer,
      claims: { ...(known && defaultClaims(known)), ...claims },
      algorithm: options.algorithm,
      header: options.header,
    });
  }

  public async request({ scope, ...options }: RequestTokenOptions): Promise<string> {
    const known = this.trusted.find(
      ({ issuer, audience }) => audience !== undefined && issuer === (options.issuer ?? issuer),
    );
    const issuer = options.issuer ?? known?.issuer;
    const audience = options.audience ?? known?.audience;
    if (issuer === undefined || audience === undefined) {
      throw new LocalGatewayError(
        'IssuerUnknown',
        "no authorizer of the API says which OpenID Connect issuer and audience it trusts; name 'issuer' and 'audience'",
      );
    }
    return this.issuers.requestToken({ issuer, audience, scope });
  }
}

/** A client that the native authorizer of a user pool does not look at. */
const ANY_CLIENT = ['local-client'];

function trustedBy({ authorization, authorizationScopes }: RouteModel, model: ApiModel): readonly TrustedIssuer[] {
  if (authorization.type === 'LAMBDA') {
    const handler = model.functions.get(authorization.authorizer.functionArn);
    return handler ? trustedIssuers(handler.environment) : [];
  }
  if (authorization.type !== 'COGNITO') return [];
  return authorization.authorizer.userPoolArns.map((arn) => {
    const [, , , region, , resource = ''] = arn.split(':');
    return {
      issuer: `https://cognito-idp.${region}.amazonaws.com/${resource.replace(/^userpool\//, '')}`,
      clients: ANY_CLIENT,
      // API Gateway takes ID tokens on methods without scopes, and access tokens on those with.
      tokenUse: authorizationScopes.length > 0 ? 'access' : 'id',
    };
  });
}
