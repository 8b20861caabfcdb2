import type { Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { namesResource } from '../private/resource-reference';

/** Whether `value`, as it stands in `stack`, names the REST API. */
export function namesApi(api: apigateway.CfnRestApi, stack: Stack, value: unknown): boolean {
  return namesResource(api, stack, value);
}
