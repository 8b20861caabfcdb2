import { accessLogFormat } from '../../../lib/logging/access-log-format';

const format = accessLogFormat();
const fields = JSON.parse(format) as { [name: string]: string };

test('is one line of JSON, under the 3 KB of API Gateway', () => {
  expect(format).not.toContain('\n');
  expect(Buffer.byteLength(format)).toBeLessThanOrEqual(3_072);
});

test('quotes every value, and each is one variable of its own', () => {
  for (const value of Object.values(fields)) expect(value).toMatch(/^\$context\.[A-Za-z0-9.]+$/);
  expect(new Set(Object.values(fields)).size).toBe(Object.keys(fields).length);
});

test.each([
  ['requestId', 'requestId'],
  ['extendedRequestId', 'extendedRequestId'],
  ['sourceIp', 'identity.sourceIp'],
  ['principalId', 'authorizer.principalId'],
  ['apiKeyId', 'identity.apiKeyId'],
  ['denialReason', 'authorizer.reason'],
  ['authorizerStatus', 'authorizer.status'],
  ['authorizerError', 'authorizer.error'],
  ['wafStatus', 'waf.status'],
  ['wafResponseCode', 'wafResponseCode'],
  ['validationError', 'error.validationErrorString'],
  ['errorType', 'error.responseType'],
  ['tlsVersion', 'tlsVersion'],
  ['cipherSuite', 'cipherSuite'],
  ['resourcePath', 'resourcePath'],
  ['status', 'status'],
])('has the field %s', (name, variable) => {
  expect(fields[name]).toBe(`$context.${variable}`);
});

test('never holds a token, a key, a certificate, a header, a body or a query', () => {
  const values = Object.values(fields).join(' ');
  for (const secret of [
    'apiKey ',
    'clientCertPem',
    'header',
    'body',
    'querystring',
    'token',
    'Authorization',
    'cookie',
  ]) {
    expect(`${values} `).not.toContain(secret);
  }
});
