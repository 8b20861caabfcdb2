import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { ApiAuthorizer } from './authorizers/api-authorizer';
import type { ApiDomain } from './domain/api-domain';
import type { TlsPolicy } from './domain/tls-policy';
import type { Firewall } from './firewall/firewall';
import type { CorsOptions } from './responses/cors';
import type { Throttle } from './usage/throttle';
import type { UsageIdentity } from './usage/usage-identity';

/** Properties of `SecureApiGateway`. */
export interface SecureApiGatewayProps {
  /** How callers prove who they are. There is no default. */
  readonly authorizer: ApiAuthorizer;

  /**
   * Name of the API, in the console and as the `ApiName` of its metrics.
   *
   * @default - made from the construct's path, unique in the app
   */
  readonly apiName?: string;

  /**
   * What the API is for, shown in the console.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Name of the stage: 1 to 30 letters, digits, `-` and `_`. Another name makes another REST API, with a URL and logs of its own;
   * the logs of the one before are kept.
   *
   * @default prod
   */
  readonly stageName?: string;

  /**
   * The custom domain that callers use. With one, the execute-api endpoint is off.
   *
   * @default - no custom domain; callers use the execute-api URL
   */
  readonly domain?: ApiDomain;

  /**
   * TLS versions and cipher suites, on the API's own endpoint and on its domain alike.
   *
   * @default - TlsPolicy.TLS_1_2_PFS_PQ; TlsPolicy.TLS_1_2 where the stack's region is known to be in a partition without it,
   *   such as AWS GovCloud (US)
   */
  readonly tlsPolicy?: TlsPolicy;

  /**
   * Media types whose bodies are bytes: functions get and give them in base64. Each is a type in lower case and without
   * parameters, for example `image/png`, all of a kind, `image/*`, or a star on both sides for all. They are looked up in
   * the `Content-Type` of requests and in the `Accept` of clients.
   *
   * Whether API Gateway validates a body that counts as bytes is not documented. So an API with a type that covers
   * `application/json` can have no route with `RequestBody.json()`, and handlers of such routes must not accept a body
   * that comes with `isBase64Encoded`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
   * @default - none: every body is text
   */
  readonly binaryMediaTypes?: string[];

  /**
   * Which web pages may call the API.
   *
   * @default - none: no cross-origin header, no preflight
   */
  readonly cors?: CorsOptions;

  /**
   * What all callers of the stage together may send, method by method.
   *
   * @default - 100 requests per second, bursts of 200
   */
  readonly throttle?: Throttle;

  /**
   * The account's own throttle in the region, which no other can exceed. Say so if AWS raised yours.
   *
   * @default - what AWS gives to new accounts: 10,000 requests per second and bursts of 5,000, in some regions a quarter
   */
  readonly accountThrottle?: Throttle;

  /**
   * How a request says which client it comes from, for usage tiers.
   *
   * @default UsageIdentity.API_KEY_HEADER
   */
  readonly usageIdentity?: UsageIdentity;

  /**
   * The web application firewall in front of the stage.
   *
   * @default Firewall.standard()
   */
  readonly firewall?: Firewall;

  /**
   * Encrypts the logs and the alarms of the API. For a key that is imported, its own policy must let CloudWatch Logs and
   * CloudWatch use it, and Secrets Manager with `UsageIdentity.TOKEN`.
   *
   * @default - a key of the API's own, rotated every year
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long access, execution and firewall logs are kept.
   *
   * @default logs.RetentionDays.ONE_YEAR
   */
  readonly logRetention?: logs.RetentionDays;
}
