import { inspect } from 'node:util';
import { FunctionLog } from '../../../local/src/gateway/function-log';
import { Redaction } from '../../../local/src/gateway/redaction';

const TOKEN = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.${'s'.repeat(86)}`;

test.each([
  [`token ${TOKEN} is bad`, 'token [redacted] is bad'],
  [`jwt=${TOKEN.slice(0, 30)}`, 'jwt=[redacted]'],
  ['five parts: eyJhbGciOiJSU0EifQ.a.b.c.d', 'five parts: [redacted]'],
  ['Bearer opaque-access-token', 'Bearer [redacted]'],
  ['authorization: basic dXNlcjpwYXNzd29yZA==', 'authorization: basic [redacted]'],
  ['key partner-key-1 of partner', 'key [redacted] of partner'],
  ['nothing to hide: scope_missing', 'nothing to hide: scope_missing'],
])('%p becomes %p', (text, clean) => {
  expect(new Redaction(['partner-key-1', '', 'abc']).of(text)).toBe(clean);
});

test('the credentials of a request are taken out of what is said about it, whole and in parts', () => {
  const headers = [
    ['Authorization', 'Custom opaque0123456789abcdef'],
    ['Cookie', 'session=0123456789abcdef0; theme=dark'],
    ['X-Api-Key', 'short-key'],
    ['DPoP', 'proof-of-possession-1'],
    ['User-Agent', 'curl/8.0.0.0.0.0.0'],
  ] as const;
  const redaction = new Redaction([]).with({ headers });
  const text =
    'opaque0123456789abcdef 0123456789abcdef0 short-key proof-of-possession-1 theme dark curl/8.0.0.0.0.0.0 Custom';
  expect(redaction.of(text)).toBe('[redacted] [redacted] [redacted] [redacted] theme dark curl/8.0.0.0.0.0.0 Custom');
});

test('lines are kept by request and all together, the newest', () => {
  const log = new FunctionLog(new Redaction([]), 3);
  log.begin('r1', { headers: [['x-api-key', 'key-of-r1']] });
  log.begin('r2', { headers: [] });
  const heard: string[] = [];
  const stop = log.onLine(({ line }) => heard.push(line));
  log.add('f', 'one key-of-r1', 'r1');
  log.add('g', 'two key-of-r1', 'r2');
  stop();
  log.add('f', 'three', 'r1');
  log.add('f', 'between', undefined);
  log.add('f', 'unknown', 'r9');
  log.add('f', 'last', 'r1');
  expect(log.of('r1')).toEqual([
    { functionName: 'f', line: 'one [redacted]', requestId: 'r1' },
    { functionName: 'f', line: 'three', requestId: 'r1' },
    { functionName: 'f', line: 'last', requestId: 'r1' },
  ]);
  expect(log.of('r9')).toEqual([]);
  expect(log.all.map(({ line }) => line)).toEqual(['between', 'unknown', 'last']);
  expect(heard).toEqual(['one [redacted]', 'two key-of-r1']);
  expect(log.redacted('r1', 'bad key-of-r1')).toBe('bad [redacted]');
});

test('what must not be shown is not in the log itself either', () => {
  const log = new FunctionLog(new Redaction(['partner-key-1']));
  log.begin('r1', { headers: [['Authorization', 'opaque0123456789abcdef']] });
  log.add('f', 'partner-key-1 opaque0123456789abcdef', 'r1');
  const written = JSON.stringify([log, new Redaction(['partner-key-1'])]) + inspect(log, { depth: 9 });
  expect(written).not.toContain('partner-key-1');
  expect(written).not.toContain('opaque0123456789abcdef');
});
