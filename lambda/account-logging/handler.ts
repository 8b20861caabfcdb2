import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from 'aws-lambda';
import { ensureLoggingRole, type LoggingRoleOutcome, type LoggingRoleRequest, type Services } from './account-role';
import type { Clock } from './retry';

export interface HandlerOptions {
  readonly connect: () => Promise<Omit<Services, 'clock'>>;
  readonly clock: Clock;
  readonly putAnswer: (url: string, response: CloudFormationCustomResourceResponse) => Promise<void>;
  readonly log: (entry: Record<string, unknown>) => void;
}

export type Handler = (event: CloudFormationCustomResourceEvent) => Promise<void>;

/** One per account and region, so there is nothing to tell apart. */
const PHYSICAL_RESOURCE_ID = 'api-gateway-account-logging';

/** The whole answer may have 4,096 bytes; JSON writes a character with 6 bytes at most. */
const LONGEST_REASON = 500;

/** Answers CloudFormation whatever happens. */
export function createHandler(options: HandlerOptions): Handler {
  return async (event) => {
    const { StackId, RequestId, LogicalResourceId, RequestType } = event;
    // CloudFormation wants back the id that it knows; another one would replace the resource.
    const PhysicalResourceId = RequestType === 'Create' ? PHYSICAL_RESOURCE_ID : event.PhysicalResourceId;
    const common = { PhysicalResourceId, StackId, RequestId, LogicalResourceId };
    let response: CloudFormationCustomResourceResponse;
    try {
      response = { Status: 'SUCCESS', ...common, Data: await handle(event, options) };
    } catch (error) {
      response = { Status: 'FAILED', ...common, Reason: describe(error).slice(0, LONGEST_REASON) };
    }
    const { Status, Reason, Data } = response;
    options.log({ requestType: RequestType, stackId: StackId, status: Status, reason: Reason, ...Data });
    await options.putAnswer(event.ResponseURL, response);
  };
}

/** Nothing is undone on delete: other APIs of the region log with the role by then. */
async function handle(
  event: CloudFormationCustomResourceEvent,
  { connect, clock }: HandlerOptions,
): Promise<LoggingRoleOutcome | undefined> {
  if (event.RequestType === 'Delete') return undefined;
  const request = readRequest(event);
  return ensureLoggingRole(request, { ...(await connect()), clock });
}

function readRequest(event: CloudFormationCustomResourceEvent): LoggingRoleRequest {
  const roleArn = roleArnOf(event.ResourceProperties);
  if (roleArn === undefined) throw new Error("the property 'RoleArn' is missing");
  return {
    roleArn,
    formerRoleArn: event.RequestType === 'Update' ? roleArnOf(event.OldResourceProperties) : undefined,
    // arn:PARTITION:cloudformation:REGION:ACCOUNT:stack/NAME/ID
    accountId: event.StackId.split(':')[4],
  };
}

function roleArnOf({ RoleArn }: Record<string, unknown>): string | undefined {
  return typeof RoleArn === 'string' && RoleArn !== '' ? RoleArn : undefined;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `API Gateway's logging role could not be ensured: ${String(error)}`;
  return `API Gateway's logging role could not be ensured: ${error.name}: ${error.message}`;
}
