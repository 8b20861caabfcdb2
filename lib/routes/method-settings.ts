import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Throttle } from '../usage/throttle';
import type { RouteRow } from './route-table';

/** What every method of the stage has, whatever its throttle. */
const COMMON = {
  metricsEnabled: true,
  loggingLevel: apigateway.MethodLoggingLevel.ERROR,
  dataTraceEnabled: false,
};

/**
 * The stage's method settings: the default, and the routes with a throttle of their own.
 *
 * A method's settings replace the default as a whole, so each repeats what is common.
 */
export function methodSettings(
  throttle: Throttle,
  rows: readonly RouteRow[],
): apigateway.CfnStage.MethodSettingProperty[] {
  return [
    setting('/*', '*', throttle),
    ...rows.flatMap(({ key, throttle: own }) => (own ? [setting(escapePath(key.path), key.method, own)] : [])),
  ];
}

function setting(
  resourcePath: string,
  httpMethod: string,
  { rateLimit, burstLimit }: Throttle,
): apigateway.CfnStage.MethodSettingProperty {
  return {
    resourcePath,
    httpMethod,
    ...COMMON,
    throttlingRateLimit: rateLimit,
    throttlingBurstLimit: burstLimit,
  };
}

/** Slashes inside of a path are written as `~1` (RFC 6901); the root alone is `/~1`. */
function escapePath(path: string): string {
  return `/${path.replaceAll('/', '~1')}`;
}
