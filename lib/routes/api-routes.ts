import { type CfnResource, Lazy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct, type IConstruct } from 'constructs';
import type { MethodAuthorizer } from '../authorizers/authorizer-strategy';
import { requireReason } from '../private/checks';
import { describeFault, SecureApiError, show } from '../private/errors';
import type { InvocationRole } from '../private/invocation-role';
import { RequestBody } from '../requests/request-body';
import { RequestModels } from '../requests/request-models';
import { type CorsPolicy, Preflight } from '../responses/cors';
import { allowableHeaders, headersReadBy, reportRequiredHeaders } from '../responses/cors-demands';
import { addPreflight } from '../responses/preflight-methods';
import { checkThrottle, type Throttle } from '../usage/throttle';
import { mappingFaults } from './integration-mappings';
import { methodSettings } from './method-settings';
import { OpenMethodCheck } from './open-method-check';
import { requiredParameters } from './required-parameters';
import { hasMethod, resourceAt } from './path-resource';
import { parseRouteKey, type RouteKey } from './route-key';
import type { CommonRouteOptions, PublicRouteOptions, RouteOptions, RouteSummary } from './route-options';
import { RouteTable } from './route-table';
import type { RouteTarget } from './route-target';

/** What routes are added to. */
export interface ApiRoutesProps {
  readonly api: apigateway.RestApi;
  readonly stage: apigateway.Stage;
  readonly authorizer: MethodAuthorizer;
  readonly invocationRole: InvocationRole;
  readonly cors?: CorsPolicy;
  /** Whether a route that counts by API key requires the header with the key. */
  readonly apiKeyFromHeader: boolean;
  /** Media types whose bodies are bytes. */
  readonly binaryMediaTypes?: readonly string[];
  readonly throttle: Throttle;
  readonly accountThrottle: Throttle;
  readonly hasUsageTiers: () => boolean;
  /** Whether a custom domain serves the API: some paths are its own then. */
  readonly servesDomain: boolean;
}

/** Paths that API Gateway answers itself at the root of a custom domain. */
const RESERVED_PATHS = ['/ping', '/sping'];

const PROXY = '{proxy+}';

/** Turns routes into resources, methods and models, and checks at synth that nothing else is open. */
export class ApiRoutes extends Construct {
  /** Errors name the construct that the user knows. */
  private readonly scope: Construct;
  private readonly table: RouteTable;
  private readonly models: RequestModels;
  private readonly check: OpenMethodCheck;
  /** Methods whose integration may map parameters that the route does not declare. */
  private readonly mappedMethods: CfnResource[] = [];
  /** Methods of targets that name nothing but a function that the invocation role names, too. */
  private readonly plainMethods = new Set<IConstruct>();
  /** One validator for all methods: with no model and no parameter it has nothing to refuse. */
  private readonly validator: apigateway.RequestValidator;

  private readonly props: ApiRoutesProps;

  public constructor(scope: Construct, id: string, props: ApiRoutesProps) {
    super(scope, id);
    this.props = props;
    this.scope = scope;
    const { api, stage, cors } = props;
    this.table = new RouteTable(scope);
    this.models = new RequestModels(this, 'Models', { api, owner: scope, binaryMediaTypes: props.binaryMediaTypes });
    this.check = new OpenMethodCheck(scope, { api, stage, servesDomain: props.servesDomain });
    scope.node.addValidation({ validate: () => this.mappedMethods.flatMap(findingsOf) });
    this.validator = new apigateway.RequestValidator(this, 'Validator', {
      restApi: api,
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const cfnStage = stage.node.defaultChild as apigateway.CfnStage;
    cfnStage.methodSettings = Lazy.any({ produce: () => methodSettings(props.throttle, this.table.all) });
    if (cors?.preflight === Preflight.WHOLE_API) {
      this.addPreflight(api.root, () => this.table.allMethods);
      this.addPreflight(api.root.addResource(PROXY), () => this.table.allMethods);
      this.table.reserveVariables([PROXY]);
    }
  }

  public get summaries(): RouteSummary[] {
    return this.table.all.map((row) => row.summarize());
  }

  /** Whether all that the method waits for is known without looking at its properties. */
  public waitsForRoleOnly(method: IConstruct): boolean {
    return this.plainMethods.has(method);
  }

  public addRoute(routeKey: string, target: RouteTarget, options: RouteOptions): void {
    const key = this.parse(routeKey, options);
    this.checkAccess(key, options);
    const authorization = this.props.authorizer.prepare(key, options.access);
    const method = this.addMethod(key, target, options, authorization);
    // Tiers may be added after the route, so the answer is given at synth.
    const apiKeyRequired = (): boolean => options.apiKeyRequired ?? this.props.hasUsageTiers();
    this.requireApiKey(method, key, apiKeyRequired);
    this.record(key, { access: options.access.toString(), apiKeyRequired, target, options });
  }

  public addPublicRoute(routeKey: string, target: RouteTarget, options: PublicRouteOptions): void {
    const key = this.parse(routeKey, options);
    requireReason(this.scope, `reason of ${key.text}`, options.reason);
    const authorization = (): apigateway.MethodOptions => ({ authorizationType: apigateway.AuthorizationType.NONE });
    const method = this.addMethod(key, target, options, authorization);
    this.check.declareOpen(method);
    const publicReason = options.reason;
    this.record(key, { access: 'public', publicReason, apiKeyRequired: () => false, target, options });
  }

  /** Everything that can be wrong is found before anything is made. */
  private parse(routeKey: string, options: CommonRouteOptions): RouteKey {
    const key = parseRouteKey(this.scope, routeKey);
    this.table.checkNew(key);
    if (hasMethod(this.props.api.root, key.segments, key.method)) {
      throw new SecureApiError(this.scope, {
        code: 'RouteDuplicate',
        problem: `route '${key.text}' is a method of the REST API already`,
        rule: 'each method of a path must be one route',
      });
    }
    if (this.props.servesDomain && RESERVED_PATHS.includes(key.path)) {
      throw new SecureApiError(this.scope, {
        code: 'RoutePathReserved',
        problem: `route '${key.text}' is on ${key.path}`,
        rule: 'API Gateway answers this path of a custom domain itself; choose another',
      });
    }
    if (key.isCatchAll && !/\p{L}/u.test(options.catchAllReason ?? '')) {
      throw new SecureApiError(this.scope, {
        code: 'RouteCatchAllReasonMissing',
        problem: `route '${key.text}' takes every path below its own`,
        rule: "name the paths that you serve, or say in 'catchAllReason' why that cannot be done",
      });
    }
    this.checkBody(key, options.body);
    if (options.throttle) {
      checkThrottle(this.scope, `throttle of ${key.text}`, options.throttle, this.props.accountThrottle);
    }
    return key;
  }

  /** JavaScript callers have no compiler that asks for it. */
  private checkAccess(key: RouteKey, options: Partial<RouteOptions>): void {
    if (options.access?._rule !== undefined) return;
    throw new SecureApiError(this.scope, {
      code: 'AccessMissing',
      problem: `route '${key.text}' has no 'access'`,
      rule: 'say who may call it: there is no default; everybody is addPublicRoute() with a reason',
    });
  }

  private checkBody(key: RouteKey, body: RequestBody | undefined): void {
    if (key.carriesBody && body === undefined) {
      throw new SecureApiError(this.scope, {
        code: 'BodyMissing',
        problem: `route '${key.text}' has no 'body'`,
        rule: 'say what requests carry: RequestBody.json(schema), RequestBody.none(), or RequestBody.unvalidated(reason)',
      });
    }
    if (body !== undefined && !['json', 'unvalidated', 'none'].includes(body?._kind)) {
      throw new SecureApiError(this.scope, {
        code: 'BodyInvalid',
        problem: `the 'body' of '${key.text}' is ${show(body)}`,
        rule: 'it must be a RequestBody: put the schema into RequestBody.json()',
      });
    }
    if (['GET', 'HEAD'].includes(key.method) && body !== undefined && body._kind !== 'none') {
      throw new SecureApiError(this.scope, {
        code: 'BodyNotAllowed',
        problem: `route '${key.text}' has a 'body'`,
        rule: `the body of a ${key.method} request has no meaning (RFC 9110); use POST, or parameters`,
      });
    }
  }

  private addMethod(
    key: RouteKey,
    target: RouteTarget,
    options: CommonRouteOptions,
    authorization: () => apigateway.MethodOptions,
  ): apigateway.Method {
    const { api, invocationRole, cors } = this.props;
    const requestParameters = requiredParameters(this.scope, key, options);
    const requestModels = this.models.prepare(options.body ?? RequestBody.none(), key.text);
    const bound = target._bind({ scope: this, route: key, invocationRole, cors });
    const resource = resourceAt(api.root, key.segments);
    this.preflightOf(resource, key);
    const method = resource.addMethod(key.method, bound.integration, {
      ...authorization(),
      operationName: options.operationName,
      requestValidator: this.validator,
      requestParameters,
      requestModels: requestModels(),
      methodResponses: bound.methodResponses,
    });
    if (bound.mapsParameters) this.mappedMethods.push(method.node.defaultChild as CfnResource);
    if (bound.namesRoleOnly) this.plainMethods.add(method.node.defaultChild as IConstruct);
    return method;
  }

  private preflightOf(resource: apigateway.IResource, key: RouteKey): void {
    if (this.props.cors?.preflight !== Preflight.PER_PATH || this.table.methodsOf(key.path).length > 0) return;
    this.addPreflight(resource, () => this.table.methodsOf(key.path));
  }

  private addPreflight(resource: apigateway.IResource, methods: () => readonly string[]): void {
    if (!this.props.cors) return;
    const headers = (): string[] => allowableHeaders(this.requiredHeaders());
    this.check.declareOpen(addPreflight(resource, this.props.cors, { methods, headers }));
  }

  /** The headers that some request to the API must have. */
  private requiredHeaders(): string[] {
    const { authorizer, apiKeyFromHeader } = this.props;
    const countsByKey = apiKeyFromHeader && this.summaries.some(({ apiKeyRequired }) => apiKeyRequired);
    return [
      ...headersReadBy(authorizer),
      ...(countsByKey ? ['X-Api-Key'] : []),
      ...this.table.all.flatMap(({ requestHeaders }) => requestHeaders),
    ];
  }

  private requireApiKey(method: apigateway.Method, key: RouteKey, required: () => boolean): void {
    const cfnMethod = method.node.defaultChild as apigateway.CfnMethod;
    cfnMethod.apiKeyRequired = Lazy.any({ produce: () => required() || undefined });
    this.props.api.latestDeployment?.addToLogicalId(
      Lazy.any({ produce: () => ({ route: key.text, apiKeyRequired: required() }) }),
    );
  }

  private record(key: RouteKey, facts: RouteFacts): void {
    const { options } = facts;
    const summarize = (): RouteSummary => ({
      method: key.method,
      path: key.path,
      access: facts.access,
      apiKeyRequired: facts.apiKeyRequired(),
      body: options.body?._kind ?? 'none',
      target: facts.target.toString(),
      throttle: options.throttle,
      publicReason: facts.publicReason,
      unvalidatedReason: options.body?._reason,
      catchAllReason: options.catchAllReason,
    });
    const { requiredHeaders = [], body } = options;
    const carriesBody = body !== undefined && body._kind !== 'none';
    const requestHeaders = [...(carriesBody ? ['Content-Type'] : []), ...requiredHeaders];
    this.table.add({ key, throttle: options.throttle, requestHeaders, summarize });
    if (this.props.cors) reportRequiredHeaders(this.scope, this.props.cors, key.text, requiredHeaders);
    this.scope.node.addMetadata('cdk-secure-api-gateway:route', Lazy.any({ produce: summarize }));
  }
}

/** What is wrong with the mappings of an integration, overrides included. */
function findingsOf(method: CfnResource): string[] {
  return mappingFaults(method).map((fault) => `${describeFault(fault)} (at ${method.node.path}) [${fault.code}]`);
}

/** What the table says of a route besides its key. */
interface RouteFacts {
  readonly access: string;
  readonly publicReason?: string;
  readonly apiKeyRequired: () => boolean;
  readonly target: RouteTarget;
  readonly options: CommonRouteOptions;
}
