import { GatewayError, Refusal } from '../../../local/src/chain/gateway-error';
import { executeApiHost, servedPath } from '../../../local/src/server/endpoint';
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
    // Recorded: slashes behind the stage are one, those further behind stay.
    [EXECUTE_API, '/prod//orders/o-1', '/orders/o-1'],
    [EXECUTE_API, '/prod//', '/'],
    ['localhost', '//orders', '/orders'],
    ['localhost', '//prod/orders', '/prod/orders'],
    [EXECUTE_API, '/prod/orders//o-1/', '/orders//o-1/'],
  ])('%s%s leads to %s', (host, rawPath, path) => {
    expect(servedPath(apiModel(), host, rawPath).path).toBe(path);
  });

  test('slashes after the stage stay where the service was recorded to keep them', () => {
    expect(servedPath(apiModel(), EXECUTE_API, '/prod//orders')).toEqual({ path: '/orders', rawPath: '/prod//orders' });
  });

  test.each([
    [EXECUTE_API, '/orders'],
    [EXECUTE_API, '/other/orders'],
    ['other.execute-api.eu-west-3.amazonaws.com', '/prod/orders'],
    ['api.example.com', '/orders'],
    ['localhost.example.com', '/orders'],
    ['', '/prod/orders'],
  ])('%s%s is no door', (host, rawPath) => {
    expect(() => servedPath(apiModel(), host, rawPath)).toThrow(GatewayError);
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
    expect(servedPath(model, host, rawPath).path).toBe(path);
  });

  test('the execute-api endpoint is closed when the template says so, and only then', () => {
    expect(() => servedPath(model, EXECUTE_API, '/prod/orders')).toThrow('Forbidden');
    const open = apiModel({ domains: [domain] });
    expect(servedPath(open, EXECUTE_API, '/prod/orders').path).toBe('/orders');
  });

  test('a path outside of the base path is not found', () => {
    expect(() => servedPath(model, 'api.example.com', '/orders')).toThrow('Forbidden');
  });

  test('mutual TLS, which is not simulated, refuses on every name', () => {
    const mutual = apiModel({ domains: [{ ...domain, mutualTls: true }], disableExecuteApiEndpoint: true });
    expect(() => servedPath(mutual, 'api.example.com', '/v1/orders')).toThrow(Refusal);
    expect(() => servedPath(mutual, 'localhost', '/orders')).toThrow(Refusal);
  });
});

test('an API with its only door closed answers nobody', () => {
  expect(() => servedPath(apiModel({ disableExecuteApiEndpoint: true }), 'localhost', '/orders')).toThrow('Forbidden');
});

describe('the whole path is the one that the service would see', () => {
  test.each([
    [apiModel(), 'localhost', '/orders', '/prod/orders'],
    [apiModel(), 'localhost', '/prod/orders', '/prod/orders'],
    [apiModel(), EXECUTE_API, '/prod/orders', '/prod/orders'],
    [apiModel(), EXECUTE_API, '/prod//orders', '/prod//orders'],
    [apiModel(), 'localhost', '//orders', '/prod//orders'],
    [apiModel({ domains: [domain], disableExecuteApiEndpoint: true }), 'localhost', '/orders', '/v1/orders'],
    [apiModel({ domains: [domain], disableExecuteApiEndpoint: true }), 'localhost', '/prod/orders', '/v1/orders'],
    [apiModel({ domains: [domain], disableExecuteApiEndpoint: true }), 'api.example.com', '/v1/orders', '/v1/orders'],
    [
      apiModel({ domains: [{ ...domain, basePath: '' }], disableExecuteApiEndpoint: true }),
      'localhost',
      '/orders',
      '/orders',
    ],
  ])('%#: %s%s', (model, host, rawPath, whole) => {
    expect(servedPath(model, host, rawPath).rawPath).toBe(whole);
  });
});

describe('with a wildcard domain', () => {
  const wildcard = { ...domain, domainName: '*.Api.example.com', basePath: '' };
  const model = apiModel({ domains: [wildcard], disableExecuteApiEndpoint: true });

  test.each(['a.api.example.com', 'b-2.api.example.com', 'xn--bcher-kva.api.example.com'])('%s is served', (host) => {
    expect(servedPath(model, host, '/orders')).toEqual({ path: '/orders', rawPath: '/orders' });
  });

  test.each([
    'api.example.com',
    '.api.example.com',
    'a.b.api.example.com',
    'a.api.example.com.',
    'aapi.example.com',
    'a.api.example.org',
    'a.xapi.example.com',
    '*.api.example.com',
    'example.com',
    '',
  ])('%p is not', (host) => {
    expect(() => servedPath(model, host, '/orders')).toThrow('Forbidden');
  });

  test('the domain of the very name comes first', () => {
    const exact = { ...domain, domainName: 'a.api.example.com', basePath: 'v1' };
    const both = apiModel({ domains: [wildcard, exact] });
    expect(servedPath(both, 'a.api.example.com', '/v1/orders').path).toBe('/orders');
    expect(() => servedPath(both, 'a.api.example.com', '/orders')).toThrow('Forbidden');
    expect(servedPath(both, 'b.api.example.com', '/orders').path).toBe('/orders');
  });

  test('mutual TLS refuses on each of its names', () => {
    const mutual = apiModel({ domains: [{ ...wildcard, mutualTls: true }] });
    expect(() => servedPath(mutual, 'a.api.example.com', '/orders')).toThrow(Refusal);
  });
});

test('of several base paths of a domain the longest one counts', () => {
  const domains = ['', 'v1', 'v1/beta'].map((basePath) => ({ ...domain, basePath }));
  const model = apiModel({ domains });
  const paths = ['/v1/beta/x', '/v1/x', '/x'].map((path) => servedPath(model, 'api.example.com', path).path);
  expect(paths).toEqual(['/x', '/x', '/x']);
});
