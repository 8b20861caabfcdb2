import type { JsonWebKey } from 'node:crypto';
import type { Clock } from '../chain/clock';
import type { AuthorizerOutcome, Exchange } from '../chain/exchange';
import { GatewayError, Refusal } from '../chain/gateway-error';
import { headerValue } from '../chain/gateway-request';
import { userPoolIssuers } from '../issuer/user-pool-issuers';
import type { UserPoolAuthorizerModel } from '../model/route-model';
import { authorizerFailed, unauthorized } from './authorizer-answers';
import { claimTexts } from './user-pool-claims';
import { isSignedBy, parseUserPoolToken, type UserPoolToken } from './user-pool-token';
import { matchesExpression } from './validation-expression';

const POOL_ARN = /^arn:(aws[a-z-]*):cognito-idp:([a-z0-9-]+):\d{12}:userpool\/([\w-]+_[0-9a-zA-Z]+)$/;

/** API Gateway's own authorizer for tokens of Cognito user pools. */
export class UserPoolAuthorizers {
  /** @param keysFor the public keys of an issuer; rejects if there are none */
  public constructor(
    private readonly keysFor: (issuer: string) => Promise<readonly JsonWebKey[]>,
    private readonly clock: Clock,
  ) {}

  /**
   * @param scopes of the method: without any, the token must be an id token; with some, an access token with at least
   * one of them
   * @throws GatewayError or Refusal
   */
  public async authorize(
    exchange: Exchange,
    authorizer: UserPoolAuthorizerModel,
    scopes: readonly string[],
  ): Promise<AuthorizerOutcome> {
    const started = this.clock.now();
    const variables: Record<string, unknown> = {};
    exchange.context.authorizer = variables;
    try {
      const token = await this.verified(exchange, authorizer);
      this.checkTimes(token);
      checkUse(token, scopes, authorizer.validationExpression);
      const claims = claimTexts(token.claims);
      Object.assign(variables, { claims, status: 200 });
      return { context: { claims } };
    } catch (error) {
      if (error instanceof GatewayError) Object.assign(variables, { status: error.status, error: error.message });
      throw error;
    } finally {
      variables.latency = this.clock.now() - started;
    }
  }

  private async verified({ request }: Exchange, authorizer: UserPoolAuthorizerModel): Promise<UserPoolToken> {
    const issuers = authorizer.userPoolArns.map(issuerOf);
    const header = headerValue(request.headers, authorizer.identitySource) ?? '';
    if (header === '') throw unauthorized('token_missing');
    const token = parseUserPoolToken(header.replace(/^Bearer +/i, ''));
    if (!token) throw unauthorized('token_malformed');
    const issuer = issuers.find((candidate) => candidate === token.claims.iss);
    if (issuer === undefined) throw unauthorized('issuer_not_trusted');
    const keys = await this.keysFor(issuer).catch(() => {
      throw authorizerFailed('keys_unavailable');
    });
    if (!isSignedBy(keys, token)) throw unauthorized('signature_invalid');
    return token;
  }

  private checkTimes({ claims: { exp, nbf, iat } }: UserPoolToken): void {
    const now = this.clock.now() / 1_000;
    const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
    const starts = [nbf, iat].filter((time) => time !== undefined);
    if (!isTime(exp) || !starts.every(isTime)) throw unauthorized('token_malformed');
    if (!starts.every((time) => time <= now)) throw unauthorized('token_not_yet_valid');
    if (exp <= now) throw unauthorized('token_expired', 'The incoming token has expired');
  }
}

function checkUse({ claims }: UserPoolToken, scopes: readonly string[], validationExpression?: string): void {
  if (claims.token_use !== (scopes.length === 0 ? 'id' : 'access')) throw unauthorized('token_use_mismatch');
  if (validationExpression !== undefined) {
    // An access token has no audience, so that no expression fits it.
    if (typeof claims.aud !== 'string' || !matchesExpression(validationExpression, claims.aud)) {
      throw unauthorized('audience_mismatch');
    }
  }
  if (scopes.length === 0) return;
  const granted = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  if (!scopes.some((scope) => granted.includes(scope))) throw unauthorized('scope_missing');
}

function issuerOf(arn: string): string {
  const issuer = userPoolIssuerOf(arn);
  if (issuer === undefined) throw new Refusal('authorizer', `user pool ${arn} is not known`);
  return issuer;
}

/** The issuer that Cognito names in tokens unless the pool's configuration asks for its new one. */
export function userPoolIssuerOf(arn: string): string | undefined {
  const [, , , poolId] = POOL_ARN.exec(arn) ?? [];
  return poolId === undefined ? undefined : userPoolIssuers(poolId)[0];
}
