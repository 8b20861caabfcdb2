import type { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail, requireInteger } from '../private/checks';
import { SecureApiError } from '../private/errors';
import type { InvocationRole } from '../private/invocation-role';
import { sortKeys } from '../private/sorted-keys';
import type { CorsPolicy } from '../responses/cors';
import { ALLOW_ORIGIN, fixedCorsHeaders, originTemplate } from '../responses/cors-response';
import { SECURITY_HEADERS } from '../responses/gateway-responses';
import { mockMethod } from '../responses/mock-method';
import type { RouteKey } from './route-key';
import { SortedIntegration } from './sorted-integration';

/** Options of targets that can be waited for. */
export interface RouteTargetOptions {
  /**
   * How long API Gateway waits for the answer: 50 milliseconds to 29 seconds, or to `accountIntegrationTimeout`.
   *
   * @default - 29 seconds, API Gateway's own limit
   */
  readonly timeout?: Duration;

  /**
   * The account's quota of the integration timeout in the API's region, where AWS raised it: above 29 seconds and up to 5
   * minutes. Raising it may lower the account's throttle; say so in `accountThrottle` of the API.
   *
   * @default - 29 seconds, what accounts start with
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
   */
  readonly accountIntegrationTimeout?: Duration;
}

/** Options of `RouteTarget.integration`. */
export interface IntegrationTargetOptions {
  /**
   * The answers that the method can give; an integration that is no proxy needs one for each of its responses.
   *
   * @default - none, as proxy integrations have it
   */
  readonly methodResponses?: apigateway.MethodResponse[];
}

/** Options of `RouteTarget.mock`. */
export interface MockTargetOptions {
  /** Status of the answer: 200 to 599. */
  readonly statusCode: number;

  /**
   * Body of the answer, JSON; without `$` and `#`, which API Gateway's templates would read as their own.
   *
   * @default - empty
   */
  readonly body?: string;
}

/** What a target is bound to. */
export interface RouteTargetContext {
  readonly scope: Construct;
  readonly route: RouteKey;
  readonly invocationRole: InvocationRole;
  /** Which pages may read what the API itself answers. */
  readonly cors?: CorsPolicy;
}

/** A target in place. */
export interface BoundTarget {
  readonly integration: apigateway.Integration;
  readonly methodResponses?: apigateway.MethodResponse[];
  /** Whether it names nothing but functions that the invocation role names, too. */
  readonly namesRoleOnly?: boolean;
  /** Whether the caller wrote mappings, which only the method's parameters can prove right. */
  readonly mapsParameters?: boolean;
}

/** Milliseconds that accounts start with, and what AWS is known to raise them to. */
const DEFAULT_TIMEOUT = 29_000;
const MAX_TIMEOUT = 300_000;

type Bind = (context: RouteTargetContext) => BoundTarget;

/** What answers a route's requests. An immutable value: one may serve several routes. */
export class RouteTarget {
  /**
   * A Lambda function, which gets the request whole (proxy integration) and is invoked with the API's own role.
   *
   * A function in another account must let that role invoke it.
   *
   * @param handler the function, a version or an alias
   * @param options how long to wait
   */
  public static lambda(handler: lambda.IFunction, options: RouteTargetOptions = {}): RouteTarget {
    checkTimeout('RouteTarget.lambda()', options);
    return new RouteTarget(`lambda ${handler.node.path.replace(/\/Resource$/, '')}`, ({ invocationRole }) => ({
      integration: new apigateway.Integration({
        type: apigateway.IntegrationType.AWS_PROXY,
        integrationHttpMethod: 'POST',
        uri: invocationRole.uriFor(handler),
        options: { credentialsRole: invocationRole.role, timeout: options.timeout },
      }),
      namesRoleOnly: true,
    }));
  }

  /**
   * A fixed answer that API Gateway gives by itself.
   *
   * @param options status and body
   */
  public static mock(options: MockTargetOptions): RouteTarget {
    const at = 'RouteTarget.mock()';
    const { statusCode, body = '' } = options;
    requireInteger({ at, name: 'statusCode', code: 'StatusCodeInvalid' }, statusCode, 200, 599);
    if (!Token.isUnresolved(body) && /[$#]/.test(body)) {
      fail(
        { at, name: 'body', code: 'MockBodyTemplate' },
        body,
        "it must not hold '$' or '#', which templates evaluate",
      );
    }
    return new RouteTarget(`mock ${statusCode}`, ({ cors }) => ({
      namesRoleOnly: ![body, ...(cors?.origins ?? [])].some((text) => Token.isUnresolved(text)),
      ...mockMethod({
        statusCode,
        headers: { ...SECURITY_HEADERS, 'Content-Type': "'application/json'", ...(cors && fixedCorsHeaders(cors)) },
        templateHeaders: cors && [ALLOW_ORIGIN],
        // Without line breaks, which would be part of the body.
        template: [...(cors ? originTemplate(cors) : []), body].join(''),
      }),
    }));
  }

  /**
   * An HTTP endpoint, which gets the request whole (proxy integration); path parameters of the route can stand in the URL.
   *
   * @param url https URL of the endpoint, for example `https://orders.internal.acme.com/orders/{orderId}`
   * @param options how long to wait
   */
  public static http(url: string, options: RouteTargetOptions = {}): RouteTarget {
    const at = 'RouteTarget.http()';
    checkTimeout(at, options);
    // A parameter in the host would let the caller choose where the request goes.
    if (!Token.isUnresolved(url) && !(/^https:\/\/[^\s@{}/?#]+(\/[^\s@]*)?$/.test(url) && URL.canParse(url))) {
      fail(
        { at, name: 'url', code: 'IntegrationUrlNotHttps' },
        url,
        'it must be an https URL without user name, and its host must be fixed',
      );
    }
    return new RouteTarget('http', ({ scope, route }) => {
      checkUrlParameters(scope, url, route);
      return { integration: httpProxy(url, route, options), namesRoleOnly: !Token.isUnresolved(url) };
    });
  }

  /**
   * Any integration of the CDK. The escape hatch: what it invokes, and with which permissions, is up to you.
   *
   * @param integration the integration
   * @param options the answers of an integration that is no proxy
   */
  public static integration(integration: apigateway.Integration, options: IntegrationTargetOptions = {}): RouteTarget {
    const methodResponses = sortKeys(options.methodResponses);
    return new RouteTarget('integration', () => ({
      integration: new SortedIntegration(integration),
      methodResponses,
      mapsParameters: true,
    }));
  }

  private constructor(
    private readonly description: string,
    private readonly bind: Bind,
  ) {}

  /** What kind of target it is, for summaries. */
  public toString(): string {
    return this.description;
  }

  /** @internal */
  public _bind(context: RouteTargetContext): BoundTarget {
    return this.bind(context);
  }
}

function checkTimeout(at: string, { timeout, accountIntegrationTimeout: quota }: RouteTargetOptions): void {
  const code = 'IntegrationTimeoutOutOfRange';
  if (quota !== undefined && !quota.isUnresolved()) {
    const place = { at, name: 'accountIntegrationTimeout', code } as const;
    requireInteger(place, quota.toMilliseconds(), DEFAULT_TIMEOUT, MAX_TIMEOUT, 'milliseconds');
  }
  if (timeout === undefined || timeout.isUnresolved()) return;
  const max = quota === undefined || quota.isUnresolved() ? undefined : quota.toMilliseconds();
  const hint =
    quota === undefined
      ? "milliseconds; answer sooner, work asynchronously, or name the account's quota in 'accountIntegrationTimeout' if AWS raised it"
      : "milliseconds, up to 'accountIntegrationTimeout'";
  requireInteger(
    { at, name: 'timeout', code },
    timeout.toMilliseconds(),
    50,
    max ?? (quota ? MAX_TIMEOUT : DEFAULT_TIMEOUT),
    hint,
  );
}

function httpProxy(url: string, route: RouteKey, options: RouteTargetOptions): apigateway.Integration {
  return new apigateway.Integration({
    type: apigateway.IntegrationType.HTTP_PROXY,
    integrationHttpMethod: route.method,
    uri: url,
    options: {
      timeout: options.timeout,
      requestParameters: Object.fromEntries(
        route.pathParameters.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]),
      ),
    },
  });
}

/** API Gateway would refuse the URL at deployment. */
function checkUrlParameters(at: Construct, url: string, route: RouteKey): void {
  if (Token.isUnresolved(url)) return;
  for (const [, name] of url.matchAll(/\{([^}]*)\}/g)) {
    if (route.pathParameters.includes(name)) continue;
    throw new SecureApiError(at.node.scope as Construct, {
      code: 'TargetPathParameterUnknown',
      problem: `the URL of '${route.text}' names the path parameter '${name}'`,
      rule: `it must name one of the path's: ${route.pathParameters.join(', ') || 'it has none'}`,
    });
  }
}
