import { Lazy, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IDependable } from 'constructs';

/**
 * Makes the API's next deployment wait for `resource`, and come about whenever `content` changes.
 *
 * A deployment is a snapshot, and CDK's own hash knows neither L1 resources nor, without a feature flag, authorizers.
 */
export function redeployOn(api: apigateway.RestApi, resource: IDependable, content: unknown): void {
  api.latestDeployment?.node.addDependency(resource);
  api.latestDeployment?.addToLogicalId(Lazy.any({ produce: () => Stack.of(api).resolve(content) as unknown }));
}
