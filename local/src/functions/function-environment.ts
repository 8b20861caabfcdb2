import { devNull } from 'node:os';
import type { FunctionModel } from '../model/function-model';
import { moduleFolders } from './module-folders';

export interface FunctionPlace {
  readonly region: string;
  /** File of certificates that a function trusts besides Node's own. */
  readonly caFile?: string;
  /** Where DynamoDB is, and the access key that it asks for; undefined where the assembly has no table. */
  readonly tables?: { readonly url: string; readonly accessKeyId: string };
}

/**
 * The whole environment of a function's process: its own variables and Lambda's. Nothing of the gateway's own
 * environment but the search path.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function functionEnvironment(
  model: FunctionModel,
  directory: string,
  { region, caFile, tables }: FunctionPlace,
): Record<string, string> {
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    NODE_PATH: moduleFolders(),
    ...(tables && { AWS_ENDPOINT_URL_DYNAMODB: tables.url }),
    ...model.environment,
    PATH: process.env.PATH ?? '',
    ...(caFile !== undefined && { NODE_EXTRA_CA_CERTS: caFile }),
    _HANDLER: model.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${model.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: model.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(model.memorySize),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupName(model),
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: directory,
    // An SDK finds these and looks for no others; no AWS account knows them, and no call leaves the machine.
    AWS_ACCESS_KEY_ID: tables?.accessKeyId ?? 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    // What is configured on this machine is not configured on Lambda.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    // Nor does its version of Node say anything about Lambda's.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

export function logGroupName(model: FunctionModel): string {
  return `/aws/lambda/${model.name}`;
}
