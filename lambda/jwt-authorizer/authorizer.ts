import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { AuthError, type DenialReason, isUnavailable } from './auth-error';
import type { SenderBinding } from './sender/sender-bindings';
import type { Settings } from './config';
import { decide } from './decision';
import type { DecisionEntry } from './decision-log';
import type { Dependencies } from './issuer-keys';
import type { OptionalChecks } from './optional-checks';
import { type Credentials, credentialsOf, readRequest } from './request';
import { contains } from './rule-kinds';
import type { OpenTable } from './tables/token-table';
import type { VerifiedToken } from './verified-tokens';
import { TokenVerifier } from './verify';

export interface Answer {
  readonly entry: DecisionEntry;
  /** Absent: the entry says what to throw instead. */
  readonly result?: APIGatewayAuthorizerResult;
}

/** What is known of a request so far: of its token only after it is verified. */
type Known = Pick<DecisionEntry, 'route' | 'issuer' | 'clientId' | 'sub'>;

/** Refusals that are about who sent the token, so 401 and not 403 (RFC 8705 section 3, RFC 9449 section 7.1). */
const UNPROVEN: ReadonlySet<DenialReason> = new Set(['certificate_mismatch', 'proof_missing']);

/** Answers requests, one by one; each answer is one entry of the log. */
export class Authorizer {
  private readonly verifier: TokenVerifier;
  /** Undefined until they are loaded. */
  private checks?: OptionalChecks;
  private readonly loading: Promise<OptionalChecks>;
  private readonly now: () => number;

  public constructor(
    private readonly settings: Settings,
    dependencies: Dependencies,
    openTables: () => Promise<OpenTable> = noTables,
  ) {
    this.now = dependencies.now;
    this.verifier = new TokenVerifier(settings, dependencies);
    this.loading = loadChecks(settings, this.now, openTables);
  }

  /** Rejects if a check that the settings ask for cannot be made; every request is then answered with a failure. */
  public async ready(): Promise<void> {
    this.checks = await this.loading;
  }

  public prefetch(): Promise<void> {
    return this.verifier.prefetch();
  }

  public async answer(event: APIGatewayRequestAuthorizerEvent): Promise<Answer> {
    let known: Known = {};
    try {
      const request = readRequest(event);
      known = { route: request.routeKey };
      const credentials = credentialsOf(event);
      const { revocations, senders, proofs, usage } = this.checks ?? (await this.loading.catch(broken));
      const token = await this.verifier.verify(credentials.token);
      const { routeKey: route } = request;
      known = { route, issuer: token.issuer.issuer, clientId: token.clientId, sub: token.claims.sub };
      if (revocations) await revocations.check(token);
      const sender = { event, request, credentials, token, now: this.now() };
      const binding = senders ? senders.bindingOf(sender) : unbound(sender);
      const caller = { token, binding, scheme: credentials.scheme, usage: usage?.usageOf(token) };
      const { reason, leftOut, result } = decide(request, caller, this.settings, this.now());
      // Last, so that nobody who is refused anyway can fill the memory.
      if (binding.proof && !reason) await remember(binding.proof, token, proofs);
      const entry: DecisionEntry = {
        outcome: reason ? 'deny' : 'allow',
        reason,
        ...known,
        ...(leftOut && { leftOut }),
      };
      return reason && UNPROVEN.has(reason) ? { entry } : { entry, result };
    } catch (error) {
      return refused(error, known);
    }
  }
}

/** Loads the code of what the settings ask for: code that is not needed would cost every cold start. */
async function loadChecks(
  settings: Settings,
  now: () => number,
  openTables: () => Promise<OpenTable>,
): Promise<OptionalChecks> {
  const { routes, revocationTable, proofTable, usage } = settings;
  const rules = [...routes.values()].map(({ access }) => access);
  const bound = rules.some((rule) => contains(rule, 'certificateBound', 'dpopBound'));
  if (!bound && [revocationTable, proofTable, usage].every((asked) => asked === undefined)) return {};
  return (await import('./optional-checks')).optionalChecks(settings, now, openTables);
}

/** No route looks at the sender, so tokens are bearer tokens, and no other scheme exists. */
function unbound({ credentials, token }: { credentials: Credentials; token: VerifiedToken }): SenderBinding {
  if (credentials.scheme !== 'bearer') throw new AuthError('token_malformed', token.issuer.issuer);
  return { certificate: 'certificate_mismatch', dpop: 'proof_missing' };
}

async function remember(
  proof: NonNullable<SenderBinding['proof']>,
  { issuer }: VerifiedToken,
  proofs: OptionalChecks['proofs'],
): Promise<void> {
  if (!proofs) throw new TypeError('no memory for proofs');
  await proofs.remember(proof, issuer.issuer);
}

function refused(error: unknown, known: Known): Answer {
  if (error instanceof BrokenChecks) return { entry: { ...known, outcome: 'failure', reason: 'configuration_broken' } };
  if (!(error instanceof AuthError)) {
    const errorName = error instanceof Error ? error.name : typeof error;
    return { entry: { ...known, outcome: 'failure', reason: 'internal', errorName } };
  }
  const { reason, issuer } = error;
  const entry = isUnavailable(reason) ? { outcome: 'failure' as const, reason } : { outcome: 'deny' as const, reason };
  return { entry: { ...entry, ...known, issuer: issuer ?? known.issuer } };
}

class BrokenChecks extends Error {}

function broken(): never {
  throw new BrokenChecks();
}

function noTables(): never {
  throw new TypeError('no tables can be opened');
}
