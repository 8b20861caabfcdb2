import { ensureLoggingRole, type LoggingRoleRequest } from '../../../lambda/account-logging/account-role';
import { TIME_LIMIT_MS } from '../../../lambda/account-logging/retry';
import { ACCOUNT, awsError, FakeAws, NOT_PROPAGATED, OURS, THROTTLED } from './fixtures';

const THEIRS = `arn:aws:iam::${ACCOUNT}:role/service-role/deep/theirs`;
const REQUEST: LoggingRoleRequest = { roleArn: OURS, accountId: ACCOUNT };
const SET = { Managed: 'this', RoleArn: OURS };
const LEFT = { Managed: 'existing', RoleArn: THEIRS };

function ensure(aws: FakeAws, request: Partial<LoggingRoleRequest> = {}): ReturnType<typeof ensureLoggingRole> {
  return ensureLoggingRole({ ...REQUEST, ...request }, aws);
}

describe('which role is in the place of ours', () => {
  test.each([
    ['none', undefined],
    ['an empty string', ''],
  ])('%s: ours is set', async (_, setting) => {
    const aws = new FakeAws(setting);
    await expect(ensure(aws)).resolves.toEqual(SET);
    expect(aws.written).toEqual([OURS]);
    expect(aws.calls.lookup).toBe(0);
  });

  test('one that lives stays', async () => {
    const aws = new FakeAws(THEIRS, { theirs: THEIRS });
    await expect(ensure(aws)).resolves.toEqual(LEFT);
    expect(aws.calls.write).toBe(0);
    expect(aws.lookedUp).toEqual(['theirs']);
  });

  test('one that IAM does not know gives way', async () => {
    const aws = new FakeAws(THEIRS, { other: `arn:aws:iam::${ACCOUNT}:role/other` });
    await expect(ensure(aws)).resolves.toEqual(SET);
    expect(aws.written).toEqual([OURS]);
    expect(aws.lookedUp).toEqual(['theirs']);
  });

  test('one whose name now belongs to a role under another path gives way', async () => {
    const aws = new FakeAws(THEIRS, { theirs: `arn:aws:iam::${ACCOUNT}:role/theirs` });
    await expect(ensure(aws)).resolves.toEqual(SET);
    expect(aws.setting).toBe(OURS);
  });

  test('one that differs from IAM by case only stays', async () => {
    const aws = new FakeAws(THEIRS, { theirs: THEIRS.replace('theirs', 'Theirs') });
    await expect(ensure(aws)).resolves.toEqual(LEFT);
    expect(aws.calls.write).toBe(0);
  });

  test.each([
    ['of another account', 'arn:aws:iam::111122223333:role/theirs'],
    ['that is no role', `arn:aws:iam::${ACCOUNT}:user/theirs`],
    ['that is no ARN', 'theirs'],
    ['without a name', `arn:aws:iam::${ACCOUNT}:role/`],
  ])('one %s stays, and is not looked up', async (_, setting) => {
    const aws = new FakeAws(setting);
    await expect(ensure(aws)).resolves.toEqual({ Managed: 'existing', RoleArn: setting });
    expect(aws.calls).toEqual({ read: 1, write: 0, lookup: 0 });
  });

  test.each(['aws-cn', 'aws-us-gov'])('partition %s is read alike', async (partition) => {
    const aws = new FakeAws(`arn:${partition}:iam::${ACCOUNT}:role/a/b/gone`);
    await expect(ensure(aws)).resolves.toEqual(SET);
    expect(aws.lookedUp).toEqual(['gone']);
  });

  test('ours already: nothing is written', async () => {
    const aws = new FakeAws(OURS);
    await expect(ensure(aws)).resolves.toEqual(SET);
    expect(aws.calls).toEqual({ read: 1, write: 0, lookup: 0 });
  });

  test('the one that this resource asked for before gives way although it lives', async () => {
    const aws = new FakeAws(THEIRS, { theirs: THEIRS });
    await expect(ensure(aws, { formerRoleArn: THEIRS })).resolves.toEqual(SET);
    expect(aws.written).toEqual([OURS]);
    expect(aws.calls.lookup).toBe(0);
  });

  test('one that lives stays although this resource asked for another one before', async () => {
    const aws = new FakeAws(THEIRS, { theirs: THEIRS });
    await expect(ensure(aws, { formerRoleArn: `${OURS}-former` })).resolves.toEqual(LEFT);
    expect(aws.calls.write).toBe(0);
  });
});

describe('in doubt about the role that is set', () => {
  test.each([
    ['access is denied', awsError('AccessDenied', 403)],
    ['IAM is throttled', awsError('Throttling', 400)],
    ['IAM is down', awsError('ServiceFailure', 500)],
    ['something else is wrong', new TypeError('x')],
  ])('%s: it stays', async (_, error) => {
    const aws = new FakeAws(THEIRS);
    aws.failures.lookup.always = error;
    await expect(ensure(aws)).resolves.toEqual(LEFT);
    expect(aws.calls).toEqual({ read: 1, write: 0, lookup: 2 });
    expect(aws.clock.sleeps).toEqual([5_000]);
  });

  test('the second look decides', async () => {
    const aws = new FakeAws(THEIRS);
    aws.failures.lookup.next.push(awsError('AccessDenied', 403));
    await expect(ensure(aws)).resolves.toEqual(SET);
  });

  test('a role that IAM answers for without an ARN stays', async () => {
    const aws = new FakeAws(THEIRS);
    await expect(
      ensureLoggingRole(REQUEST, {
        account: aws.account,
        clock: aws.clock,
        roles: { readRole: () => Promise.resolve(undefined) },
      }),
    ).resolves.toEqual(LEFT);
    expect(aws.clock.sleeps).toEqual([]);
  });
});

describe('failures that pass', () => {
  test.each([
    ['throttled', THROTTLED],
    ['a bare 429 without a code', awsError('Error', 429, 'Too Many Requests')],
    ['marked as retryable by the SDK', Object.assign(new Error('slow down'), { $retryable: { throttling: true } })],
    ['permissions not propagated', NOT_PROPAGATED],
    ['own permissions not propagated', awsError('AccessDeniedException', 403)],
    ['changed by another deployment at the same time', awsError('ConflictException', 409)],
    ['API Gateway down', awsError('ServiceUnavailableException', 503)],
    ['timed out', Object.assign(new Error('x'), { name: 'TimeoutError' })],
    ['aborted', Object.assign(new Error('x'), { name: 'AbortError' })],
    ['connection lost', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
  ])('%s, then written', async (_, error) => {
    const aws = new FakeAws(undefined);
    aws.failures.write.next.push(error, error);
    await expect(ensure(aws)).resolves.toEqual(SET);
    expect(aws.calls.write).toBe(3);
    expect(aws.written).toEqual([OURS]);
    expect(aws.clock.sleeps).toEqual([2_000, 4_000]);
  });

  test('reading is tried again, too', async () => {
    const aws = new FakeAws(THEIRS, { theirs: THEIRS });
    aws.failures.read.next.push(THROTTLED);
    await expect(ensure(aws)).resolves.toEqual(LEFT);
    expect(aws.calls).toEqual({ read: 2, write: 0, lookup: 1 });
  });

  test('a live role that another deployment sets meanwhile stays', async () => {
    const aws = new FakeAws(undefined, { theirs: THEIRS });
    aws.failures.write.next.push(THROTTLED);
    aws.clock.onSleep = () => {
      aws.setting = THEIRS;
    };
    await expect(ensure(aws)).resolves.toEqual(LEFT);
    expect(aws.calls.write).toBe(1);
    expect(aws.written).toEqual([]);
  });

  test.each([
    ['throttled', THROTTLED],
    ['permissions not propagated', NOT_PROPAGATED],
  ])('always %s: gives up in time, with that error', async (_, error) => {
    const aws = new FakeAws(undefined);
    aws.failures.write.always = error;
    const start = aws.clock.now();
    await expect(ensure(aws)).rejects.toBe(error);
    expect(aws.clock.sleeps).toEqual([2_000, 4_000, 8_000, 16_000, 16_000, 16_000]);
    expect(aws.clock.now() - start).toBeLessThanOrEqual(TIME_LIMIT_MS);
  });

  test('slow calls count', async () => {
    const aws = new FakeAws(undefined);
    aws.failures.write.always = THROTTLED;
    aws.clock.onSleep = () => {
      aws.clock.time += TIME_LIMIT_MS - 5_000;
    };
    await expect(ensure(aws)).rejects.toBe(THROTTLED);
    expect(aws.calls.write).toBe(2);
  });
});

describe('failures for good', () => {
  test.each([
    ['no such API', awsError('NotFoundException', 404)],
    ['a bug', new TypeError('x is not a function')],
    ['not even an error', 'text' as unknown as Error],
  ])('%s: fails at once', async (_, error) => {
    const aws = new FakeAws(undefined);
    aws.failures.write.always = error;
    await expect(ensure(aws)).rejects.toBe(error);
    expect(aws.calls.write).toBe(1);
    expect(aws.clock.sleeps).toEqual([]);
  });
});
