import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { Services } from '../../../lambda/account-logging/account-role';
import type { Clock } from '../../../lambda/account-logging/retry';

export const ACCOUNT = '210987654321';
export const OURS = `arn:aws:iam::${ACCOUNT}:role/ours`;

/** An error as the AWS SDK throws it. */
export function awsError(name: string, httpStatusCode: number, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

export const NO_SUCH_ENTITY = awsError('NoSuchEntityException', 404);
export const THROTTLED = awsError('TooManyRequestsException', 429);
export const NOT_PROPAGATED = awsError(
  'BadRequestException',
  400,
  'The role ARN does not have required permissions configured. Please grant trust permission for API Gateway.',
);

/** A clock that only sleeping moves. */
export class FakeClock implements Clock {
  public time = 1_000_000;
  public readonly sleeps: number[] = [];
  public onSleep: () => void = () => undefined;

  public now(): number {
    return this.time;
  }

  public sleep(milliseconds: number): Promise<void> {
    this.sleeps.push(milliseconds);
    this.time += milliseconds;
    this.onSleep();
    return Promise.resolve();
  }
}

/** Failures of a call, used up from the front; with `always`, the failure of every call. */
interface Failures {
  readonly next: Error[];
  always?: Error;
}

/** An AWS account: the setting, the roles that exist, and how calls fail. */
export class FakeAws implements Services {
  public readonly clock = new FakeClock();
  /** What was written, in order; every call counts as one, refused or not, in `calls`. */
  public readonly written: string[] = [];
  public readonly calls = { read: 0, write: 0, lookup: 0 };
  public readonly failures: Record<'read' | 'write' | 'lookup', Failures> = {
    read: { next: [] },
    write: { next: [] },
    lookup: { next: [] },
  };
  public readonly lookedUp: string[] = [];

  /**
   * @param setting the role that is set, if any
   * @param existing the roles of the account: name to ARN
   */
  public constructor(
    public setting: string | undefined,
    private readonly existing: Record<string, string> = {},
  ) {}

  public readonly account: Services['account'] = {
    readLoggingRole: () => this.call('read', () => this.setting),
    writeLoggingRole: (roleArn) =>
      this.call('write', () => {
        this.setting = roleArn;
        this.written.push(roleArn);
      }),
  };

  public readonly roles: Services['roles'] = {
    readRole: (name) => {
      this.lookedUp.push(name);
      return this.call('lookup', () => {
        if (!this.existing[name]) throw NO_SUCH_ENTITY;
        return this.existing[name];
      });
    },
  };

  private async call<T>(kind: 'read' | 'write' | 'lookup', work: () => T): Promise<T> {
    this.calls[kind] += 1;
    const { next, always } = this.failures[kind];
    const failure = always ?? next.shift();
    if (failure) throw failure;
    return Promise.resolve(work());
  }
}

type Properties = Record<string, unknown>;

const COMMON = {
  ServiceToken: 'arn:aws:lambda:eu-west-3:210987654321:function:f',
  ResponseURL: 'https://answers.example/here?signature=secret',
  StackId: `arn:aws:cloudformation:eu-west-3:${ACCOUNT}:stack/Api/0f3c`,
  RequestId: 'request-17',
  LogicalResourceId: 'AccountLogging5A',
  ResourceType: 'Custom::ApiGatewayAccountLogging',
};

function withToken(properties: Properties): Properties & { ServiceToken: string } {
  return { ServiceToken: COMMON.ServiceToken, ...properties };
}

export function createEvent(properties: Properties = { RoleArn: OURS }): CloudFormationCustomResourceEvent {
  return { ...COMMON, RequestType: 'Create', ResourceProperties: withToken(properties) };
}

export function updateEvent(properties: Properties, old: Properties): CloudFormationCustomResourceEvent {
  return {
    ...COMMON,
    RequestType: 'Update',
    PhysicalResourceId: 'known-id',
    ResourceProperties: withToken(properties),
    OldResourceProperties: withToken(old),
  };
}

export function deleteEvent(): CloudFormationCustomResourceEvent {
  return {
    ...COMMON,
    RequestType: 'Delete',
    PhysicalResourceId: 'known-id',
    ResourceProperties: withToken({ RoleArn: OURS }),
  };
}
