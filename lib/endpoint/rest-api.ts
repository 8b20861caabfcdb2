import { createHash } from 'crypto';
import { Names, Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { TlsPolicy } from '../domain/tls-policy';
import { accessLogFormat } from '../logging/access-log-format';
import { accessLogDestination } from '../logging/api-logs';
import type { UsageIdentity } from '../usage/usage-identity';

/** Name of the stage unless told otherwise. */
export const DEFAULT_STAGE = 'prod';

/** What a REST API and its stage are made of. */
export interface RestApiOptions {
  readonly apiName?: string;
  readonly description?: string;
  readonly stageName: string;
  readonly tlsPolicy: TlsPolicy;
  readonly usageIdentity: UsageIdentity;
  readonly accessLog: logs.ILogGroup;
  /** With a custom domain, the execute-api endpoint is a way around it. */
  readonly disableExecuteApiEndpoint: boolean;
  /** Whether callers may come by IPv6, too. */
  readonly dualStack: boolean;
  readonly binaryMediaTypes?: string[];
}

/**
 * A regional REST API with one logged and traced stage, and no method yet. What holds for its methods, throttles and execution
 * log among it, comes with the routes.
 *
 * Every value that one of CDK's feature flags would choose is written here (ADR 0010).
 */
export function createRestApi(scope: Construct, id: string, options: RestApiOptions): apigateway.RestApi {
  const clientCertificate = new apigateway.CfnClientCertificate(scope, 'ClientCertificate', {
    description: 'Shows HTTP integrations that a request comes from API Gateway',
  });
  const api = new apigateway.RestApi(scope, id, {
    // Metrics carry the name only: two APIs of one name would share them.
    restApiName: options.apiName ?? Names.uniqueResourceName(scope, { maxLength: 128, separator: '-' }),
    description: options.description,
    endpointConfiguration: {
      types: [apigateway.EndpointType.REGIONAL],
      ipAddressType: options.dualStack ? apigateway.IpAddressType.DUAL_STACK : undefined,
    },
    disableExecuteApiEndpoint: options.disableExecuteApiEndpoint,
    apiKeySourceType: options.usageIdentity._source,
    binaryMediaTypes: options.binaryMediaTypes,
    // The region's one logging role belongs to the account, never to an API (ADR 0008).
    cloudWatchRole: false,
    deployOptions: {
      // The L2 class makes it an id, which cannot hold a token.
      stageName: Token.isUnresolved(options.stageName) ? DEFAULT_STAGE : options.stageName,
      clientCertificateId: clientCertificate.ref,
      tracingEnabled: true,
      accessLogDestination: accessLogDestination(options.accessLog),
      accessLogFormat: apigateway.AccessLogFormat.custom(accessLogFormat()),
    },
  });
  // The L2 class has no property for either (aws/aws-cdk#36663).
  const cfnApi = api.node.defaultChild as apigateway.CfnRestApi;
  cfnApi.securityPolicy = options.tlsPolicy._policy;
  cfnApi.endpointAccessMode = options.tlsPolicy._accessMode;
  const logicalId = restApiLogicalId(cfnApi, options.stageName);
  if (logicalId !== undefined) cfnApi.overrideLogicalId(logicalId);
  (api.deploymentStage.node.defaultChild as apigateway.CfnStage).stageName = options.stageName;
  // CDK's own output names the execute-api URL even where it is off; SecureApiGateway has one that names the domain.
  api.node.tryRemoveChild('Endpoint');
  return api;
}

/**
 * A logical id of its own for each name of the stage; undefined, CDK's own, for the default name and for one that is a token.
 *
 * The execution log's name is made of the API's id and the stage's name, and the group stays when a stage is renamed. Another
 * name makes another API, so that its log is a new one, too when the old name comes back (ADR 0027).
 */
function restApiLogicalId(cfnApi: apigateway.CfnRestApi, stageName: string): string | undefined {
  if (stageName === DEFAULT_STAGE || Token.isUnresolved(stageName)) return undefined;
  const suffix = createHash('sha256').update(stageName).digest('hex').slice(0, 8);
  // CDK's own id, so that it does not depend on where in the app the stack is; at most 255 characters with the suffix.
  return `${Stack.of(cfnApi).getLogicalId(cfnApi).slice(-240)}${suffix}`;
}

/**
 * The URL of the stage, with a trailing slash, without a reference to the stage: that would make whoever holds the URL wait for
 * the deployment, which waits for the functions of the routes (ADR 0030).
 */
export function executeApiUrl(api: apigateway.RestApi, stageName: string): string {
  const { region, urlSuffix } = Stack.of(api);
  return `https://${api.restApiId}.execute-api.${region}.${urlSuffix}/${stageName}/`;
}
