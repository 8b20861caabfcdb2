import { GatewayError, Refusal } from '../../../local/src/chain/gateway-error';
import { executeApiHost, pathBelowStage } from '../../../local/src/server/endpoint';
import { apiModel } from '../support/models';

const EXECUTE_API = 'abc123defg.execute-api.eu-west-3.amazonaws.com';
const domain = { domainName: 'api.example.com', basePath: 'v1', securityPolicy: 'TLS_1_2', mutualTls: false };

test('the API has the host name of its region and partition', () => {
  expect(executeApiHost(apiModel())).toBe(EXECUTE_API);
  expect(executeApiHost(apiModel({ partition: 'aws-cn', region: 'cn-north-1' }))).toBe(
    'abc123defg.execute-api.cn-north-1.amazonaws.com.cn',
  );
});

describe('without a domain', () => {
  test.each([
    ['localhost', '/prod/orders', '/orders'],
    ['localhost', '/orders', '/orders'],
    ['127.0.0.1', '/prod', '/'],
    ['[::1]', '/prod/', '/'],
    ['localhost', '/production/orders', '/production/orders'],
    [EXECUTE_API, '/prod/orders/o-1', '/orders/o-1'],
  ])('%s%s leads to %s', (host, rawPath, path) => {
    expect(pathBelowStage(apiModel(), host, rawPath)).toBe(path);
  });

  test.each([
    [EXECUTE_API, '/orders'],
    [EXECUTE_API, '/other/orders'],
    ['other.execute-api.eu-west-3.amazonaws.com', '/prod/orders'],
    ['api.example.com', '/orders'],
    ['localhost.example.com', '/orders'],
    ['', '/prod/orders'],
  ])('%s%s is no door', (host, rawPath) => {
    expect(() => pathBelowStage(apiModel(), host, rawPath)).toThrow(GatewayError);
  });
});

describe('with a domain', () => {
  const model = apiModel({ domains: [domain], disableExecuteApiEndpoint: true });

  test.each([
    ['api.example.com', '/v1/orders', '/orders'],
    ['api.example.com', '/v1', '/'],
    ['localhost', '/v1/orders', '/orders'],
    ['localhost', '/prod/orders', '/orders'],
    ['localhost', '/orders', '/orders'],
  ])('%s%s leads to %s', (host, rawPath, path) => {
    expect(pathBelowStage(model, host, rawPath)).toBe(path);
  });

  test('the execute-api endpoint is closed when the template says so, and only then', () => {
    expect(() => pathBelowStage(model, EXECUTE_API, '/prod/orders')).toThrow('Forbidden');
    const open = apiModel({ domains: [domain] });
    expect(pathBelowStage(open, EXECUTE_API, '/prod/orders')).toBe('/orders');
  });

  test('a path outside of the base path is not found', () => {
    expect(() => pathBelowStage(model, 'api.example.com', '/orders')).toThrow('Forbidden');
  });

  test('mutual TLS, which is not simulated, refuses on every name', () => {
    const mutual = apiModel({ domains: [{ ...domain, mutualTls: true }], disableExecuteApiEndpoint: true });
    expect(() => pathBelowStage(mutual, 'api.example.com', '/v1/orders')).toThrow(Refusal);
    expect(() => pathBelowStage(mutual, 'localhost', '/orders')).toThrow(Refusal);
  });
});

test('an API with its only door closed answers nobody', () => {
  expect(() => pathBelowStage(apiModel({ disableExecuteApiEndpoint: true }), 'localhost', '/orders')).toThrow(
    'Forbidden',
  );
});
