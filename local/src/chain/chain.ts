import type { Authorization } from '../authorization/authorize';
import type { WebAcl } from '../firewall/web-acl';
import type { Integrations } from '../integrations/integrate';
import type { ApiModel } from '../model/api-model';
import type { BodyValidator } from '../requests/body-validation';
import { checkRequiredParameters } from '../requests/parameter-validation';
import type { AnswerSource } from '../responses/gateway-responses';
import type { Router } from '../routing/router';
import type { StageThrottles } from '../usage/stage-throttles';
import type { UsagePlans } from '../usage/usage-plans';
import type { Exchange } from './exchange';
import { GatewayError, Refusal } from './gateway-error';
import type { GatewayAnswer, GatewayRequest } from './gateway-request';
import { addRoute } from './request-context';
import { checkRequestLimits } from './request-limits';

/** The layers of one API, each with its own state. */
export interface ChainParts {
  readonly model: ApiModel;
  readonly webAcl?: WebAcl;
  readonly router: Router;
  readonly authorization: Authorization;
  readonly usagePlans: UsagePlans;
  readonly bodyValidator: BodyValidator;
  readonly throttles: StageThrottles;
  readonly integrations: Integrations;
}

/** Sends a request through the layers in the service's order; the first that refuses it throws. */
export class Chain {
  public constructor(private readonly parts: ChainParts) {}

  /** @throws GatewayError or Refusal, with `source.context` filled as far as the request came */
  public async run(source: AnswerSource): Promise<GatewayAnswer> {
    const { authorization, usagePlans, bodyValidator, throttles, integrations } = this.parts;
    checkRequestLimits(source.request, this.parts.model);
    const inserted = this.filter(source);
    const exchange = this.route(source, inserted);
    await authorization.authorize(exchange);
    usagePlans.identify(exchange);
    usagePlans.check(exchange);
    checkRequiredParameters(exchange);
    bodyValidator.check(exchange);
    throttles.check(exchange);
    return integrations.run(exchange);
  }

  /** @returns the headers that the web ACL adds to the request */
  private filter({ request, context }: AnswerSource): readonly (readonly [string, string])[] {
    const { webAcl, model } = this.parts;
    if (!webAcl) return [];
    context.webaclArn = model.webAcl?.arn;
    const verdict = webAcl.inspect(request);
    if (verdict.action === 'refuse') throw new Refusal('firewall', `rule ${verdict.rule}: ${verdict.why}`);
    const blocked = verdict.action === 'block';
    context.waf = { status: blocked ? '403' : '200' };
    context.wafResponseCode = blocked ? 'WAF_BLOCK' : 'WAF_ALLOW';
    if (!blocked) return verdict.insertedHeaders;
    throw new FirewallBlock(verdict.rule, verdict.response);
  }

  private route(source: AnswerSource, inserted: readonly (readonly [string, string])[]): Exchange {
    const { model, router } = this.parts;
    const { request, context } = source;
    const { route, pathParameters } = router.find(request.method, request.path);
    addRoute(context, route);
    if (route.refusal !== undefined)
      throw new Refusal('routing', `${route.httpMethod} ${route.resourcePath}: ${route.refusal}`);
    Object.assign(source.pathParameters, pathParameters);
    const { partition, region, account, apiId, stage } = model;
    const methodArn = `arn:${partition}:execute-api:${region}:${account}:${apiId}/${stage.name}/${request.method}${request.path}`;
    const seen = { ...request, headers: withInserted(request.headers, inserted) };
    return { ...source, request: seen, route, methodArn };
  }
}

/** What the web ACL sets takes the place of what the client sent under the same name. */
function withInserted(
  headers: GatewayRequest['headers'],
  inserted: GatewayRequest['headers'],
): GatewayRequest['headers'] {
  if (inserted.length === 0) return headers;
  const names = new Set(inserted.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !names.has(name.toLowerCase())), ...inserted];
}

/** Blocked by the web ACL, which may have an answer of its own: that one wins over the gateway response. */
export class FirewallBlock extends GatewayError {
  public constructor(
    public readonly rule: string,
    public readonly response?: GatewayAnswer,
  ) {
    super('WAF_FILTERED', 403, 'Forbidden', 'ForbiddenException', 'firewall');
  }
}
