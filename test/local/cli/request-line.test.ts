import { requestLine } from '../../../local/src/cli/request-line';
import { table } from '../../../local/src/cli/table';

const entry = {
  requestId: 'id-1',
  method: 'GET',
  path: '/orders',
  status: 401,
  layer: 'authorizer',
  reason: 'Unauthorized',
  durationMs: 3.25,
  functionLog: [],
} as const;

test('a refused request says which layer refused it and why', () => {
  expect(requestLine(entry, false)).toBe('401  GET     /orders  authorizer: Unauthorized  3.25 ms');
});

test('an answered request says no more than it must', () => {
  const answered = { ...entry, status: 200, layer: 'integration', reason: 'ok' } as const;
  expect(requestLine(answered, false)).toBe('200  GET     /orders  3.25 ms');
});

test('colours are there on demand', () => {
  expect(requestLine(entry, true)).toContain('\u001b[33m401');
});

test('a path cannot steer the terminal', () => {
  expect(requestLine({ ...entry, path: '/a\u001b[2J\u009b' }, false)).toContain('/a?[2J?');
});

test('a table is as wide as its widest cells', () => {
  expect(table(['A', 'BB'], [['long', 'x']])).toBe('A     BB\n----  --\nlong  x');
});
