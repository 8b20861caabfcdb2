import { RequestLog, type RequestLogEntry } from '../../../local/src/gateway/request-log';

function entry(status: number): RequestLogEntry {
  return {
    requestId: `id-${status}`,
    method: 'GET',
    path: '/a',
    status,
    layer: 'routing',
    reason: 'r',
    durationMs: 1,
    functionLog: [],
  };
}

test('the log keeps the newest entries in their order', () => {
  const log = new RequestLog(3);
  for (let status = 200; status < 217; status += 1) log.add(entry(status));
  expect(log.all.map(({ status }) => status)).toEqual([214, 215, 216]);
  expect(log.last?.status).toBe(216);
});

test('listeners hear each entry until they are taken away', () => {
  const log = new RequestLog();
  const heard: number[] = [];
  const stop = log.onEntry(({ status }) => heard.push(status));
  log.add(entry(201));
  stop();
  log.add(entry(202));
  expect(heard).toEqual([201]);
});
