import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from 'aws-lambda';
import { createHandler } from '../../../lambda/account-logging/handler';
import { ACCOUNT, createEvent, deleteEvent, FakeAws, OURS, THROTTLED, updateEvent } from './fixtures';

const THEIRS = `arn:aws:iam::${ACCOUNT}:role/theirs`;
const IDS = {
  StackId: `arn:aws:cloudformation:eu-west-3:${ACCOUNT}:stack/Api/0f3c`,
  RequestId: 'request-17',
  LogicalResourceId: 'AccountLogging5A',
};

interface Run {
  readonly answers: { url: string; response: CloudFormationCustomResourceResponse }[];
  readonly entries: Record<string, unknown>[];
}

async function run(
  event: CloudFormationCustomResourceEvent,
  connect: () => Promise<FakeAws> = () => Promise.resolve(new FakeAws(undefined)),
): Promise<Run> {
  const result: Run = { answers: [], entries: [] };
  const handler = createHandler({
    connect,
    clock: new FakeAws(undefined).clock,
    putAnswer: (url, response) => {
      result.answers.push({ url, response });
      return Promise.resolve();
    },
    log: (entry) => result.entries.push(entry),
  });
  await handler(event);
  return result;
}

async function answerOf(event: CloudFormationCustomResourceEvent, aws: FakeAws): Promise<unknown> {
  const { answers } = await run(event, () => Promise.resolve(aws));
  expect(answers).toHaveLength(1);
  expect(answers[0].url).toBe(event.ResponseURL);
  return answers[0].response;
}

test('create: the whole answer', async () => {
  const aws = new FakeAws(undefined);
  expect(await answerOf(createEvent(), aws)).toEqual({
    Status: 'SUCCESS',
    PhysicalResourceId: 'api-gateway-account-logging',
    ...IDS,
    Data: { Managed: 'this', RoleArn: OURS },
  });
  expect(aws.setting).toBe(OURS);
});

test('the id does not depend on the request', async () => {
  const role = (name: string): { RoleArn: string } => ({ RoleArn: `${OURS}${name}` });
  const [a, b] = await Promise.all(['a', 'b'].map((n) => answerOf(createEvent(role(n)), new FakeAws(undefined))));
  expect(a).toHaveProperty('Data.RoleArn', `${OURS}a`);
  expect(b).toHaveProperty('PhysicalResourceId', (a as { PhysicalResourceId: string }).PhysicalResourceId);
});

test("create beside another account's stack: whose role it is follows from the stack's own account", async () => {
  const event = { ...createEvent(), StackId: IDS.StackId.replace(ACCOUNT, '111122223333') };
  expect(await answerOf(event, new FakeAws(THEIRS))).toHaveProperty('Data.Managed', 'existing');
  expect(await answerOf(createEvent(), new FakeAws(THEIRS))).toHaveProperty('Data.Managed', 'this');
});

describe('update', () => {
  const other = `${OURS}-new`;

  test('with another role, ours was set: the new one is set, the id stays', async () => {
    const aws = new FakeAws(OURS, { ours: OURS });
    expect(await answerOf(updateEvent({ RoleArn: other }, { RoleArn: OURS }), aws)).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: 'known-id',
      ...IDS,
      Data: { Managed: 'this', RoleArn: other },
    });
    expect(aws.written).toEqual([other]);
  });

  test("with another role, someone else's live role was set: it stays", async () => {
    const aws = new FakeAws(THEIRS, { theirs: THEIRS, ours: OURS });
    const answer = await answerOf(updateEvent({ RoleArn: other }, { RoleArn: OURS }), aws);
    expect(answer).toHaveProperty('Data', { Managed: 'existing', RoleArn: THEIRS });
    expect(aws.calls.write).toBe(0);
  });

  test('with another revision: a role that died is replaced', async () => {
    const aws = new FakeAws(THEIRS);
    const properties = { RoleArn: OURS, Revision: '2' };
    expect(await answerOf(updateEvent(properties, { RoleArn: OURS }), aws)).toHaveProperty('Data.Managed', 'this');
    expect(aws.written).toEqual([OURS]);
  });
});

test('delete does nothing, not even connect', async () => {
  const connect = jest.fn<Promise<FakeAws>, []>();
  const { answers } = await run(deleteEvent(), connect);
  expect(connect).not.toHaveBeenCalled();
  expect(answers.map(({ response }) => response)).toEqual([
    { Status: 'SUCCESS', PhysicalResourceId: 'known-id', ...IDS, Data: undefined },
  ]);
});

describe('always answers', () => {
  const failing: [string, CloudFormationCustomResourceEvent, () => Promise<FakeAws>, RegExp][] = [
    ['the SDK cannot be loaded', createEvent(), () => Promise.reject(new Error('no such module')), /no such module/],
    [
      'connecting throws at once',
      createEvent(),
      () => {
        throw new RangeError('boom');
      },
      /RangeError: boom/,
    ],
    [
      'something that is no error is thrown',
      createEvent(),
      () => Promise.resolve(refusing('plain' as unknown as Error)),
      /: plain$/,
    ],
    ['there is no role', createEvent({}), () => Promise.resolve(new FakeAws(undefined)), /'RoleArn' is missing/],
    ['the role is empty', createEvent({ RoleArn: '' }), () => Promise.resolve(new FakeAws(undefined)), /is missing/],
    ['the time is up', createEvent(), () => Promise.resolve(refusing(THROTTLED)), /TooManyRequestsException/],
  ];

  test.each(failing)('%s', async (_, event, connect, reason) => {
    const { answers } = await run(event, connect);
    expect(answers.map(({ response }) => response)).toEqual([
      {
        Status: 'FAILED',
        PhysicalResourceId: 'api-gateway-account-logging',
        ...IDS,
        Reason: expect.stringMatching(reason),
      },
    ]);
  });

  test('a failed update keeps the id, or CloudFormation would replace the resource', async () => {
    const { answers } = await run(updateEvent({}, {}));
    expect(answers[0].response).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'known-id' });
  });

  test('within 4,096 bytes, whatever the error says', async () => {
    const { answers } = await run(createEvent(), () => Promise.reject(new Error('\u0001'.repeat(10_000))));
    const [{ response }] = answers;
    expect(response.Reason).toContain('could not be ensured');
    expect(Buffer.byteLength(JSON.stringify(response))).toBeLessThanOrEqual(4_096);
    expect(Buffer.byteLength(JSON.stringify(response))).toBeGreaterThan(2_000);
  });
});

test('an answer that cannot be delivered is an error, so that Lambda runs the event again', async () => {
  const aws = new FakeAws(undefined);
  const undelivered = new Error('403');
  const handler = createHandler({
    connect: () => Promise.resolve(aws),
    clock: aws.clock,
    putAnswer: () => Promise.reject(undelivered),
    log: () => undefined,
  });
  await expect(handler(createEvent())).rejects.toBe(undelivered);
});

test('logs what was done, never the signed URL', async () => {
  const { entries } = await run(createEvent());
  expect(entries).toEqual([
    {
      requestType: 'Create',
      stackId: IDS.StackId,
      status: 'SUCCESS',
      reason: undefined,
      Managed: 'this',
      RoleArn: OURS,
    },
  ]);
  expect(JSON.stringify(entries)).not.toContain('signature');
});

function refusing(failure: Error): FakeAws {
  const aws = new FakeAws(undefined);
  aws.failures.write.always = failure;
  return aws;
}
