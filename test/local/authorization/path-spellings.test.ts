import { evaluatePolicy } from '../../../local/src/authorization/invoke-policy';
import { gatewayRequest } from '../support/models';
import { API_ARN } from '../support/exchanges';

function decide(path: string, ...statements: [effect: string, resource: string][]): string {
  return ask(path, undefined, ...statements);
}

/** @param given path in the ARN that the function was given */
function ask(path: string, given?: string, ...statements: [effect: string, resource: string][]): string {
  const Statement = statements.map(([Effect, resource]) => ({
    Effect,
    Action: 'execute-api:Invoke',
    Resource: `${API_ARN}/prod/${resource}`,
  }));
  return evaluatePolicy(
    { Statement },
    {
      methodArn: `${API_ARN}/prod/GET${path}`,
      request: gatewayRequest(),
      ...(given !== undefined && { givenArn: `${API_ARN}/prod/GET${given}` }),
    },
  );
}

test.each(['/orders/admin', '/orders/admin/', '/orders/%61dmin', '/%6frders/admin', '/orders%2Fadmin'])(
  'an explicit denial of a path counts for %s',
  (path) => {
    expect(decide(path, ['Allow', '*'], ['Deny', 'GET/orders/admin'])).toBe('deny');
  },
);

test('control: another path is allowed', () => {
  expect(decide('/orders/a', ['Allow', '*'], ['Deny', 'GET/orders/admin'])).toBe('allow');
});

test('an allowance counts for the path that it names, with and without a slash at its end', () => {
  expect(decide('/orders', ['Allow', 'GET/orders'])).toBe('allow');
  expect(decide('/orders/', ['Allow', 'GET/orders'])).toBe('neither');
  expect(decide('/orders/', ['Allow', 'GET/orders/*'])).toBe('neither');
  expect(decide('/orders/', ['Allow', 'GET/orders*'])).toBe('allow');
});

test('a path that cannot be decoded is taken as it is', () => {
  expect(decide('/orders/%zz', ['Allow', 'GET/orders/%zz'])).toBe('allow');
});

test.each([
  ['GET/', 'allow'],
  ['GET/*', 'allow'],
  ['*', 'allow'],
  ['*/', 'allow'],
  ['GET', 'neither'],
  ['POST/', 'neither'],
  ['GET/orders', 'neither'],
])('the path of the root is its slash: %s, %s', (resource, decision) => {
  expect(decide('/', ['Allow', resource])).toBe(decision);
});

test('the root is denied by its own ARN, and not by that of another path', () => {
  expect(decide('/', ['Allow', '*'], ['Deny', 'GET/'])).toBe('deny');
  expect(decide('/', ['Allow', '*'], ['Deny', 'GET/orders'])).toBe('allow');
});

test('a policy that names to the letter what its function was given means this request', () => {
  expect(ask('/orders/', '/orders/', ['Allow', 'GET/orders/'])).toBe('allow');
  expect(ask('/orders/', '/orders/', ['Allow', 'GET/orders/'], ['Deny', 'GET/orders'])).toBe('deny');
  // A pattern does not name it, and a decision about another path is none about this one.
  expect(ask('/orders/', '/orders/', ['Allow', 'GET/orders/*'])).toBe('neither');
  expect(ask('/orders', '/orders', ['Allow', 'GET/orders/'])).toBe('neither');
});
