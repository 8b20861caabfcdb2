import { Annotations, CfnOutput } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { MethodAuthorizer } from './authorizers/authorizer-strategy';
import { TlsPolicy } from './domain/tls-policy';
import { checkedBinaryMediaTypes } from './endpoint/binary-media-types';
import { checkDependencyCycles } from './endpoint/dependency-cycle-check';
import { checkPosture } from './endpoint/posture-check';
import { createRestApi, DEFAULT_STAGE, executeApiUrl } from './endpoint/rest-api';
import { Firewall } from './firewall/firewall';
import { createAccessLog, createExecutionLog, type LogOptions } from './logging/api-logs';
import { allowLogsAndAlarms, createLogKey } from './logging/log-key';
import { ApiMonitoring } from './monitoring/api-monitoring';
import { DenialReason } from './monitoring/denial-reason';
import { fail, requireOneOf, requirePattern } from './private/checks';
import { SecureApiError, show } from './private/errors';
import { InvocationRole } from './private/invocation-role';
import { CorsPolicy } from './responses/cors';
import { checkAuthorizerHeaders, headersReadBy, reportMutualTls } from './responses/cors-demands';
import { GatewayResponses } from './responses/gateway-responses';
import { ApiRoutes } from './routes/api-routes';
import type { PublicRouteOptions, RouteOptions, RouteSummary } from './routes/route-options';
import type { RouteTarget } from './routes/route-target';
import type { SecureApiGatewayProps } from './secure-api-gateway-props';
import { checkAccountThrottle, checkThrottle, DEFAULT_THROTTLE, defaultAccountThrottle } from './usage/throttle';
import { TokenUsage } from './usage/token-usage';
import { UsageIdentity } from './usage/usage-identity';
import type { UsageTier } from './usage/usage-tier';
import type { UsageTierOptions } from './usage/usage-tier-options';
import { UsageTiers } from './usage/usage-tiers';

/**
 * A REST API that is closed by default: every route is authorized, every body validated, every client throttled, behind a
 * web application firewall and TLS, with logs that can be kept as evidence.
 *
 * What is open is open by name and with a reason; an open method that was made any other way stops `cdk synth`.
 */
export class SecureApiGateway extends Construct {
  /** The REST API. A method that you add to it yourself must be authorized. */
  public readonly restApi: apigateway.RestApi;
  /** The API's one stage. */
  public readonly stage: apigateway.Stage;
  /** The web ACL of `Firewall.standard()`; undefined with any other firewall. */
  public readonly webAcl?: wafv2.CfnWebACL;
  /** The access log: one line of JSON per request. */
  public readonly accessLogGroup: logs.LogGroup;
  /** Encrypts the API's logs and alarms. */
  public readonly encryptionKey: kms.IKey;
  /** Gets every alarm; subscribe to it. */
  public readonly alarmTopic: sns.Topic;
  /** The custom domain, where there is one; its alias target serves DNS outside of Route 53. */
  public readonly domainName?: apigateway.DomainName;

  private readonly baseUrl?: string;
  private firewallScope?: Construct;
  private readonly apiRoutes: ApiRoutes;
  private readonly tiers: UsageTiers;
  private readonly monitoring: ApiMonitoring;

  public constructor(scope: Construct, id: string, props: SecureApiGatewayProps) {
    super(scope, id);
    requireAuthorizer(this, props);
    const accountThrottle = props.accountThrottle ?? defaultAccountThrottle(this);
    checkAccountThrottle(this, accountThrottle);
    const throttle = props.throttle ?? DEFAULT_THROTTLE;
    checkThrottle(this, 'throttle', throttle, accountThrottle);
    const stageName = this.checkedStageName(props.stageName ?? DEFAULT_STAGE);
    const cors = props.cors && this.corsPolicy(new CorsPolicy(this, props.cors));
    const usageIdentity = this.checkedIdentity(props.usageIdentity ?? UsageIdentity.API_KEY_HEADER);
    const tlsPolicy = TlsPolicy._for(this, props.tlsPolicy);
    const binaryMediaTypes = checkedBinaryMediaTypes(this, props.binaryMediaTypes);

    this.encryptionKey = props.encryptionKey ?? createLogKey(this, 'Key');
    if (props.encryptionKey) allowLogsAndAlarms(props.encryptionKey, this);
    const log = { encryptionKey: this.encryptionKey, retention: props.logRetention ?? logs.RetentionDays.ONE_YEAR };
    this.accessLogGroup = createAccessLog(this, 'AccessLog', log);
    this.restApi = createRestApi(this, 'RestApi', {
      apiName: props.apiName,
      description: props.description,
      stageName,
      tlsPolicy,
      usageIdentity,
      accessLog: this.accessLogGroup,
      disableExecuteApiEndpoint: props.domain !== undefined,
      dualStack: props.domain?._dualStack ?? false,
      binaryMediaTypes,
    });
    this.node.addMetadata('cdk-secure-api-gateway:throttle', throttle);
    this.stage = this.restApi.deploymentStage;
    createExecutionLog(this, 'ExecutionLog', this.stage, stageName, log);

    const invocationRole = new InvocationRole(this, 'InvocationRole', { api: this.restApi });
    const authorizer = props.authorizer._attach(new Construct(this, 'Authorizer'), {
      api: this.restApi,
      invocationRole,
      encryptionKey: this.encryptionKey,
      logRetention: props.logRetention,
      mutualTls: props.domain?._asksForCertificates ?? false,
    });
    if (cors) checkAuthorizerHeaders(this, cors, headersReadBy(authorizer));
    if (cors && props.domain?._asksForCertificates) reportMutualTls(this);
    const tokenUsage = usageIdentity._fromToken ? this.usageByToken(authorizer) : undefined;
    this.tiers = new UsageTiers(this, 'UsageTiers', {
      stage: this.stage,
      accountThrottle,
      tokenUsage,
      countsRoute: (routeKey) => this.routes.some((route) => route.apiKeyRequired && keyOf(route) === routeKey),
    });
    this.apiRoutes = new ApiRoutes(this, 'Routes', {
      api: this.restApi,
      stage: this.stage,
      authorizer,
      invocationRole,
      cors,
      apiKeyFromHeader: !usageIdentity._fromToken,
      binaryMediaTypes,
      throttle,
      accountThrottle,
      hasUsageTiers: () => this.tiers.exist,
      servesDomain: props.domain !== undefined,
    });
    const { challenge, denialChallenge } = authorizer;
    new GatewayResponses(this, 'Responses', { api: this.restApi, cors, challenge, denialChallenge });

    this.webAcl = this.bindFirewall(props.firewall ?? Firewall.standard(), log, authorizer);
    checkPosture(this, {
      api: this.restApi,
      stage: this.stage,
      tlsPolicy,
      disableExecuteApiEndpoint: props.domain !== undefined,
      usageIdentity,
      binaryMediaTypes,
      firewall: this.firewallScope,
    });
    const domainContext = { api: this.restApi, stage: this.stage, tlsPolicy };
    this.domainName = props.domain?._bind(new Construct(this, 'Domain'), domainContext);
    this.baseUrl = props.domain ? props.domain._url : executeApiUrl(this.restApi, stageName);
    if (this.baseUrl !== undefined) {
      new CfnOutput(this, 'Endpoint', { value: this.baseUrl, description: 'Base URL of the API' });
    }
    checkDependencyCycles(this, {
      api: this.restApi,
      stage: this.stage,
      waitsForRoleOnly: (method) => this.apiRoutes.waitsForRoleOnly(method),
    });
    this.monitoring = new ApiMonitoring(this, 'Monitoring', {
      stage: this.stage,
      encryptionKey: this.encryptionKey,
      authorizerLog: authorizer.logGroup,
    });
    this.alarmTopic = this.monitoring.topic;
  }

  /**
   * Base URL of the API, with a trailing slash: of the domain, where there is one. An error with a wildcard domain without
   * `urlHost`, which has as many URLs as hosts. Where it is known it is also an output of the stack, `Endpoint` below the API's id.
   *
   * It names no stage, so that even the functions of the API's routes can hold it in their environment. It waits for neither the
   * deployment nor the domain: what calls it while the stack is deployed depends on `stage`, or on `domainName`, by
   * `node.addDependency()`.
   */
  public get url(): string {
    if (this.baseUrl !== undefined) return this.baseUrl;
    throw new SecureApiError(this, {
      code: 'DomainUrlUnknown',
      problem: "'url' was read, and 'domain' is a wildcard: the API has as many URLs as there are hosts",
      rule: "name one of them, 'urlHost', in the domain's options",
    });
  }

  /** Every route with its protection, in the order in which they were added. */
  public get routes(): RouteSummary[] {
    return this.apiRoutes.summaries;
  }

  /**
   * Adds a route that only authorized callers reach.
   *
   * @param routeKey `METHOD /path/{parameter}`, for example `GET /orders/{orderId}`
   * @param target what answers
   * @param options who may call, and what requests carry
   */
  public addRoute(routeKey: string, target: RouteTarget, options: RouteOptions): void {
    this.apiRoutes.addRoute(routeKey, target, options);
  }

  /**
   * Adds a route that everybody reaches. It is validated, throttled, filtered and logged like every other.
   *
   * @param routeKey `METHOD /path`, for example `GET /health`
   * @param target what answers
   * @param options why it is public, and what requests carry
   */
  public addPublicRoute(routeKey: string, target: RouteTarget, options: PublicRouteOptions): void {
    this.apiRoutes.addPublicRoute(routeKey, target, options);
  }

  /**
   * Adds a group of clients with limits of their own. From then on every route that is not public counts its requests by
   * tier, unless the route says otherwise: it asks for an API key besides the token, or, with `UsageIdentity.TOKEN`, lets the
   * token choose the tier.
   *
   * @param name name of the tier: letters, digits, `-` and `_`
   * @param options the limits of each client
   */
  public addUsageTier(name: string, options: UsageTierOptions): UsageTier {
    return this.tiers.add(name, options);
  }

  /**
   * How many requests the JWT authorizer refused, or could not decide, for a reason, by its log. What API Gateway answers
   * without asking it is not among them but in the access log: decisions that it kept, and, while it keeps decisions,
   * requests without a token.
   *
   * @param reason the reason
   * @param options period, statistic (the sum, unless told otherwise), label and the like
   */
  public metricDenials(reason: DenialReason, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    requireOneOf({ at: this, name: 'reason', code: 'DenialMetricMissing' }, reason, Object.values(DenialReason));
    const metric = this.monitoring.metricDenials(reason, options);
    if (metric) return metric;
    throw new SecureApiError(this, {
      code: 'DenialMetricMissing',
      problem: `'metricDenials' was called for ${show(reason)}, and the authorizer does not say why it refuses`,
      rule: 'use ApiAuthorizer.jwt() with it',
    });
  }

  private usageByToken(authorizer: MethodAuthorizer): TokenUsage {
    if (!authorizer.chooseUsage) {
      throw new SecureApiError(this, {
        code: 'UsageIdentityNotEnforceable',
        problem: "'usageIdentity' is UsageIdentity.TOKEN and 'authorizer' names no usage tier in its answers",
        rule: 'use ApiAuthorizer.jwt() with it, or UsageIdentity.API_KEY_HEADER',
      });
    }
    const usage = new TokenUsage(this, 'TokenUsage', { encryptionKey: this.encryptionKey });
    authorizer.chooseUsage(usage);
    return usage;
  }

  /** JavaScript callers can pass anything; what is not understood would mean no source of keys at all. */
  private checkedIdentity(identity: UsageIdentity): UsageIdentity {
    if (typeof identity._source === 'string') return identity;
    const place = { at: this, name: 'usageIdentity', code: 'UsageIdentityNotEnforceable' } as const;
    return fail(place, identity, 'it must be UsageIdentity.API_KEY_HEADER or UsageIdentity.TOKEN');
  }

  private checkedStageName(stageName: string): string {
    const place = { at: this, name: 'stageName', code: 'StageNameInvalid' } as const;
    requirePattern(place, stageName, /^[A-Za-z0-9_-]{1,30}$/, "it must be 1 to 30 letters, digits, '-' or '_'");
    return stageName;
  }

  private corsPolicy(cors: CorsPolicy): CorsPolicy {
    if (cors.insecureOrigins.length > 0) {
      Annotations.of(this).addWarningV2(
        'cdk-secure-api-gateway:insecureOrigin',
        `'cors.allowOrigins' lets pages from ${cors.insecureOrigins.join(', ')} call the API; leave them out in production`,
      );
    }
    if (cors.allowCredentials && cors.onlyOrigin === undefined) {
      Annotations.of(this).addWarningV2(
        'cdk-secure-api-gateway:corsErrorsForFirstOrigin',
        cors.firstOrigin === undefined
          ? "with credentials, no page can read the API's own errors, because API Gateway cannot evaluate patterns there; name an origin, too"
          : `with credentials, only pages from ${cors.firstOrigin} can read the API's own errors, because API Gateway cannot choose between origins there`,
      );
    }
    return cors;
  }

  private bindFirewall(
    firewall: Firewall,
    log: LogOptions,
    { identityHeaders = [] }: MethodAuthorizer,
  ): wafv2.CfnWebACL | undefined {
    if (firewall._noneReason !== undefined) {
      this.node.addMetadata('cdk-secure-api-gateway:no-firewall', firewall._noneReason);
    }
    const scope = new Construct(this, 'Firewall');
    if (firewall._noneReason === undefined) this.firewallScope = scope;
    return firewall._bind(scope, { stage: this.stage, log, identityHeaders });
  }
}

function keyOf({ method, path }: RouteSummary): string {
  return `${method} ${path}`;
}

/** JavaScript callers have no compiler that asks for it. */
function requireAuthorizer(at: Construct, props: SecureApiGatewayProps): void {
  const { authorizer } = props as Partial<SecureApiGatewayProps>;
  if (typeof authorizer?._attach === 'function') return;
  throw new SecureApiError(at, {
    code: 'AuthorizerMissing',
    problem: `'authorizer' is ${show(authorizer)}`,
    rule: 'it must be an ApiAuthorizer: there is no default for who may call',
  });
}
