import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { RouteRule } from '../../../lib/private/authorizer-contract';
import type { Binding } from '../access';
import { AuthError } from '../auth-error';
import { boundToCertificate } from './certificate-binding';
import { claimOf } from '../claims';
import { boundToKey, type VerifiedProof, verifyProof } from './dpop-proof';
import { type AuthorizerRequest, type Credentials, onlyHeader } from '../request';
import { contains } from '../rule-kinds';
import type { VerifiedToken } from '../verified-tokens';

/** What a request has to prove its sender with. */
export interface Sender {
  readonly event: APIGatewayRequestAuthorizerEvent;
  readonly request: AuthorizerRequest;
  readonly credentials: Credentials;
  readonly token: VerifiedToken;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface SenderBinding extends Binding {
  /** The proof that the request came with; valid, and not yet looked up among those seen before. */
  readonly proof?: VerifiedProof;
}

/**
 * Says whether a token is presented by the one it was issued to.
 *
 * An API with a route that asks for one kind of binding knows it, and takes no token bound that way without its proof on
 * any route (RFC 9449 section 7.2, RFC 8705 section 3). Where decisions are kept there can be no proof, so there the token
 * is refused.
 */
export class SenderBindings {
  private readonly knowsDpop: boolean;
  private readonly knowsCertificates: boolean;

  public constructor(private readonly routes: ReadonlyMap<string, RouteRule>) {
    const rules = [...routes.values()].map(({ access }) => access);
    this.knowsDpop = rules.some((rule) => contains(rule, 'dpopBound'));
    this.knowsCertificates = rules.some((rule) => contains(rule, 'certificateBound'));
  }

  /** @throws AuthError if the token is bound, and not to this sender */
  public bindingOf(sender: Sender): SenderBinding {
    const route = this.routes.get(sender.request.routeKey ?? '');
    const perRequest = route?.decision === 'request';
    return {
      ...this.certificateOf(sender, perRequest),
      ...this.dpopOf(sender, perRequest && contains(route.access, 'dpopBound')),
    };
  }

  private certificateOf({ event, token }: Sender, perRequest: boolean): Binding {
    const pem = event.requestContext?.identity?.clientCert?.clientCertPem;
    if (perRequest && boundToCertificate(token.claims, pem)) return {};
    if (this.knowsCertificates && isBound(token, 'x5t#S256')) refuse('certificate_mismatch', token);
    return { certificate: 'certificate_mismatch' };
  }

  private dpopOf(sender: Sender, offered: boolean): SenderBinding {
    const { credentials, token } = sender;
    if (credentials.scheme === 'bearer') {
      if (this.knowsDpop && isBound(token, 'jkt')) refuse('proof_missing', token);
      return { dpop: 'proof_missing' };
    }
    // Where no proof is looked at, the scheme does not exist.
    if (!offered) refuse('token_malformed', token);
    const proof = verifyProof(proofHeader(sender), {
      method: sender.event.requestContext.httpMethod,
      url: urlOf(sender),
      accessToken: credentials.token,
      now: sender.now,
    });
    if (!boundToKey(token.claims, proof.thumbprint)) refuse('proof_invalid', token);
    return { proof };
  }
}

function proofHeader({ event, token }: Sender): string {
  let header: unknown;
  try {
    header = onlyHeader(event, 'dpop');
  } catch {
    refuse('proof_invalid', token);
  }
  if (header === undefined) refuse('proof_missing', token);
  return typeof header === 'string' ? header : refuse('proof_invalid', token);
}

/** As the client sees it: API Gateway's `path` begins with the stage, or with the base path of a custom domain. */
function urlOf({ event: { requestContext }, token }: Sender): string {
  const { domainName, path } = requestContext;
  return domainName ? `https://${domainName}${path}` : refuse('proof_invalid', token);
}

function isBound({ claims }: VerifiedToken, member: string): boolean {
  const confirmation = claimOf(claims, 'cnf');
  return typeof confirmation === 'object' && confirmation !== null && Object.hasOwn(confirmation, member);
}

function refuse(
  reason: 'certificate_mismatch' | 'proof_missing' | 'proof_invalid' | 'token_malformed',
  token: VerifiedToken,
): never {
  throw new AuthError(reason, token.issuer.issuer);
}
