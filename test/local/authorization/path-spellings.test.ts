import { evaluatePolicy } from '../../../local/src/authorization/invoke-policy';
import { gatewayRequest } from '../support/models';
import { API_ARN } from '../support/exchanges';

function decide(path: string, ...statements: [effect: string, resource: string][]): string {
  const Statement = statements.map(([Effect, resource]) => ({
    Effect,
    Action: 'execute-api:Invoke',
    Resource: `${API_ARN}/prod/${resource}`,
  }));
  return evaluatePolicy({ Statement }, { methodArn: `${API_ARN}/prod/GET${path}`, request: gatewayRequest() });
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
