import { isUnresolved } from '../assembly/resolved-stack';
import type { Clock } from '../chain/clock';
import type { AuthorizerOutcome, Exchange } from '../chain/exchange';
import { GatewayError, Refusal } from '../chain/gateway-error';
import { failureText, type FunctionInvoker, type Invocation } from '../functions/function-invoker';
import type { LambdaAuthorizerModel } from '../model/route-model';
import { accessDenied, authorizerFailed, authorizerMisconfigured, unauthorized } from './authorizer-answers';
import { AuthorizerCache, cacheKey } from './authorizer-cache';
import { requestEvent, tokenEvent } from './authorizer-event';
import { type AuthorizerOutput, parseAuthorizerOutput } from './authorizer-output';
import { identityValues, isMissing } from './identity-sources';
import { evaluatePolicy } from './invoke-policy';
import { loggedReason } from './logged-reason';
import type { PolicyDecision } from './policy-decision';
import { matchesExpression } from './validation-expression';

/** How a call of the function went, as `$context.authorizer` shows it. */
interface Call {
  /** Milliseconds; 0 from the cache. */
  readonly integrationLatency: number;
  /** Undefined from the cache, as is the id. */
  readonly integrationStatus: number | undefined;
  readonly requestId: string | undefined;
}

const FROM_CACHE: Call = { integrationLatency: 0, integrationStatus: undefined, requestId: undefined };

/** Lambda authorizers of both kinds, with the cache of their outputs. */
export class LambdaAuthorizers {
  private readonly cache: AuthorizerCache;

  public constructor(
    private readonly invoker: FunctionInvoker,
    private readonly clock: Clock,
    cache?: AuthorizerCache,
  ) {
    this.cache = cache ?? new AuthorizerCache(clock);
  }

  /**
   * @param resourcePolicy what the API's resource policy says, if it has one: its Allow decides where the
   * authorizer's policy neither allows nor denies
   * @throws GatewayError or Refusal, with `exchange.context.authorizer` filled as far as it came
   */
  public async authorize(
    exchange: Exchange,
    authorizer: LambdaAuthorizerModel,
    resourcePolicy: PolicyDecision = 'neither',
  ): Promise<AuthorizerOutcome> {
    const started = this.clock.now();
    const variables: Record<string, unknown> = {};
    exchange.context.authorizer = variables;
    try {
      const { output, call } = await this.output(exchange, authorizer, variables);
      // The function's own values come first: none of them can pass for one of the gateway's.
      Object.assign(variables, output.context, call, {
        principalId: output.principalId,
        status: 200,
        error: undefined,
      });
      const decision = evaluatePolicy(output.policy, { ...exchange, givenArn: exchange.methodArn });
      decide(decision, resourcePolicy, denialDetail(decision, output, call, exchange));
      const { principalId, usageIdentifierKey } = output;
      const context = { ...output.context, principalId, integrationLatency: call.integrationLatency };
      return { principalId, context, ...(usageIdentifierKey !== undefined && { usageIdentifierKey }) };
    } catch (error) {
      if (error instanceof GatewayError) {
        Object.assign(variables, { status: error.status, error: error.message || error.errorType });
      }
      throw error;
    } finally {
      variables.latency = this.clock.now() - started;
    }
  }

  private async output(
    exchange: Exchange,
    authorizer: LambdaAuthorizerModel,
    variables: Record<string, unknown>,
  ): Promise<{ readonly output: AuthorizerOutput; readonly call: Call }> {
    const { functionArn, ttlSeconds } = authorizer;
    if (isUnresolved(functionArn)) throw new Refusal('authorizer', `the function of ${authorizer.name} is not known`);
    if (!Number.isFinite(ttlSeconds)) throw new Refusal('authorizer', `the cache of ${authorizer.name} is not known`);
    const { event, identity } = this.question(exchange, authorizer);
    const key = ttlSeconds > 0 ? cacheKey(authorizer, identity) : undefined;
    const cached = key === undefined ? undefined : this.cache.find(key);
    if (cached) return { output: cached, call: FROM_CACHE };
    const started = this.clock.now();
    const { requestId } = exchange.context;
    const invocation = await this.invoke(functionArn, event, String(requestId));
    const call: Call = {
      integrationLatency: this.clock.now() - started,
      integrationStatus: 200,
      requestId: invocation.requestId,
    };
    Object.assign(variables, call);
    const output = outputOf(invocation, requestId);
    if (key !== undefined) this.cache.keep(key, output, ttlSeconds);
    return { output, call };
  }

  /** What the function is asked, and by what its answer is cached; throws where it is not asked at all. */
  private question(
    exchange: Exchange,
    { kind, name, identitySources, ttlSeconds, validationExpression }: LambdaAuthorizerModel,
  ): { readonly event: object; readonly identity: readonly (readonly string[])[] } {
    if (kind === 'TOKEN') {
      if (identitySources.length !== 1 || !/^method\.request\.header\./.test(identitySources[0])) {
        throw new Refusal('authorizer', `${name} does not take its token from one header`);
      }
      const values = identityValues(exchange, identitySources[0]);
      const token = values.at(-1) ?? '';
      if (isMissing(values)) throw unauthorized(missing(identitySources));
      if (validationExpression !== undefined && !matchesExpression(validationExpression, token)) {
        throw unauthorized('the token does not match the validation expression; the function was not asked');
      }
      return { event: tokenEvent(exchange, token), identity: [values] };
    }
    // Without the cache, API Gateway asks the function whatever the request has.
    if (ttlSeconds === 0) return { event: requestEvent(exchange), identity: [] };
    // AWS does not take such an authorizer; all callers would share one answer.
    if (identitySources.length === 0) throw new Refusal('authorizer', `${name} caches without an identity source`);
    const identity = identitySources.map((source) => identityValues(exchange, source));
    const absent = identitySources.filter((_, index) => isMissing(identity[index]));
    if (absent.length > 0) throw unauthorized(missing(absent));
    return { event: requestEvent(exchange), identity };
  }

  private async invoke(
    functionArn: string,
    event: object,
    apiRequestId: string,
  ): Promise<Exclude<Invocation, { outcome: 'unavailable' }>> {
    let invocation: Invocation;
    try {
      invocation = await this.invoker.invoke(functionArn, event, apiRequestId);
    } catch (error) {
      throw error instanceof Refusal ? error : authorizerFailed(error instanceof Error ? error.message : String(error));
    }
    if (invocation.outcome !== 'unavailable') return invocation;
    throw new Refusal('authorizer', `the authorizer's function cannot be run: ${invocation.why}`);
  }
}

function outputOf(
  invocation: Exclude<Invocation, { outcome: 'unavailable' }>,
  apiRequestId: unknown,
): AuthorizerOutput {
  const reason = loggedReason(invocation.log ?? [], apiRequestId);
  if (invocation.outcome !== 'returned') {
    // A message of exactly this text is the only way for a function to say 401.
    if (invocation.outcome === 'failed' && invocation.errorMessage === 'Unauthorized') {
      throw unauthorized(reason ?? 'so says the function, without a reason');
    }
    throw authorizerMisconfigured(reason ?? `the function failed with ${failureText(invocation)}`);
  }
  const output = parseAuthorizerOutput(invocation.payload);
  if (typeof output === 'string') throw authorizerMisconfigured(`what the function returned is no output: ${output}`);
  return output;
}

function missing(sources: readonly string[]): string {
  return `there is no ${sources.join(', ')}; the function was not asked`;
}

/** Why a policy does not let a request in, as far as it says so. */
function denialDetail(
  decision: PolicyDecision,
  { context: { reason } }: AuthorizerOutput,
  call: Call,
  { request }: Exchange,
): string | undefined {
  const cached = call === FROM_CACHE ? ', from the cache' : '';
  if (reason !== undefined && reason !== '') return reason + cached;
  if (decision !== 'neither') return cached === '' ? undefined : `the policy is${cached.slice(1)}`;
  return `the policy${cached}${cached === '' ? '' : ','} does not name ${request.method} ${request.path}`;
}

/** Table A of how API Gateway joins the two policies; the resource policy's own Deny came before. */
function decide(authorizer: PolicyDecision, resourcePolicy: PolicyDecision, detail: string | undefined): void {
  if (authorizer === 'deny' || resourcePolicy === 'deny') throw accessDenied(true, detail);
  if (authorizer === 'neither' && resourcePolicy === 'neither') throw accessDenied(false, detail);
}
