import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { type CorsOptions, RouteTarget } from '../../../lib';
import { runMock } from '../../support/run-mock';
import { methodsOf, newGateway, newStack } from '../../support/synth';

const SEVERAL: CorsOptions = { allowOrigins: ['https://shop.example.com', 'https://*.example.org'] };
const ONE: CorsOptions = { allowOrigins: ['https://shop.example.com'] };

function methodsWith(cors: CorsOptions | undefined, stack: Stack = newStack()): { [routeKey: string]: any } {
  const api = newGateway(stack, { cors });
  const reason = 'a probe';
  api.addPublicRoute('GET /health', RouteTarget.mock({ statusCode: 200, body: '{"ok":true}' }), { reason });
  api.addPublicRoute('GET /empty', RouteTarget.mock({ statusCode: 204 }), { reason });
  return methodsOf(Template.fromStack(stack));
}

const several = methodsWith(SEVERAL);
const one = methodsWith(ONE);
const none = methodsWith(undefined);

/** Every mock of the library, and what it answers. */
const MOCKS: [string, any, number, string][] = [
  ...[SEVERAL, ONE].flatMap((cors): [string, any, number, string][] => {
    const methods = cors === ONE ? one : several;
    const which = cors === ONE ? 'of one origin' : 'of several origins';
    return [
      [`the preflight on / ${which}`, methods['OPTIONS /'], 204, ''],
      [`a mock with a body ${which}`, methods['GET /health'], 200, '{"ok":true}'],
      [`a mock without a body ${which}`, methods['GET /empty'], 204, ''],
    ];
  }),
  ['a mock without cors', none['GET /health'], 200, '{"ok":true}'],
];

const TYPES = [
  ...['text/plain', 'application/json', 'APPLICATION/JSON', 'application/json; charset=utf-8', 'application/xml'],
  ...['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'image/png', 'application/octet-stream'],
  ...['*/*', 'x', '', ';', '/', '$default', 'text/plain, application/json', 'application/problem+json', 'ümlaut/ß'],
];
const BODIES = ['', '{"statusCode":500}', '#set($x = 1)$context"\u0000\u00ff'];
const BINARY = [[], ['*/*'], ['application/octet-stream', 'image/*', 'application/json']];

describe.each(MOCKS)('%s', (_what, method, status, body) => {
  test.each(TYPES)('answers requests of the type %j', (type) => {
    BINARY.forEach((binary, index) => {
      const answer = runMock(method, { headers: [['content-type', type]], body: BODIES[index] }, binary);
      expect([answer.status, answer.body]).toEqual([status, body]);
    });
  });

  test('answers requests without a type', () => {
    for (const sent of BODIES) expect(runMock(method, { body: sent }, ['*/*'])).toMatchObject({ status, body });
  });

  test.each(['*/*', 'image/png', 'image/png,*/*;q=0.8', 'text/html', 'application/json', ''])(
    'answers who accepts %j',
    (accept) => {
      for (const binary of BINARY)
        expect(runMock(method, { headers: [['Accept', accept]] }, binary)).toMatchObject({ status, body });
    },
  );

  test('answers whatever comes', () => {
    const property = fc.property(fc.string(), fc.string(), fc.string(), (type, accept, sent) => {
      const headers = [['Content-Type', type] as const, ['Accept', accept] as const];
      const answer = runMock(method, { headers, body: sent }, ['*/*']);
      return answer.status === status && answer.body === body;
    });
    fc.assert(property, { numRuns: 20, seed: 9 });
  });
});

test('a mock without the conversion fails on bytes, in both directions', () => {
  const { Integration, ...rest } = several['GET /health'];
  const [response] = Integration.IntegrationResponses;
  const request = {
    headers: [
      ['Content-Type', 'image/png'],
      ['Accept', 'image/png'],
    ],
  } as const;
  const without = (part: object): object => ({ ...part, ContentHandling: undefined });
  expect(() => runMock({ ...rest, Integration: without(Integration) }, request, ['image/png'])).toThrow(
    'Internal server error',
  );
  expect(() =>
    runMock({ ...rest, Integration: { ...Integration, IntegrationResponses: [without(response)] } }, request, [
      'image/png',
    ]),
  ).toThrow('Internal server error');
});

test('a mock whose template is for JSON only fails on other types, as the preflights of earlier versions did', () => {
  const { Integration, ...rest } = one['OPTIONS /'];
  const { $default: _default, ...RequestTemplates } = Integration.RequestTemplates;
  const request = { headers: [['Content-Type', 'text/plain']] } as const;
  const as = (PassthroughBehavior: string) => ({
    ...rest,
    Integration: { ...Integration, RequestTemplates, PassthroughBehavior },
  });
  expect(() => runMock(as('WHEN_NO_MATCH'), request)).toThrow('Internal server error');
  expect(() => runMock(as('NEVER'), request)).toThrow('Unsupported Media Type');
});

describe('pages read the responses of mocks', () => {
  const origin = (value: string) => ({ headers: [['Origin', value]] as const });

  test('of the one origin', () => {
    expect(runMock(one['GET /health'], origin('https://shop.example.com')).headers).toEqual({
      'Content-Type': 'application/json',
      'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
      'Access-Control-Allow-Origin': 'https://shop.example.com',
      'Access-Control-Expose-Headers': 'Retry-After,WWW-Authenticate,x-amzn-RequestId',
      Vary: 'Origin',
    });
  });

  test.each([
    ['https://shop.example.com', 'https://shop.example.com'],
    ['https://a.example.org', 'https://a.example.org'],
    ['https://evil.example.com', undefined],
  ])('from %s, of several', (value, allowed) => {
    for (const key of ['GET /health', 'GET /empty', 'OPTIONS /']) {
      const { headers } = runMock(several[key], origin(value));
      expect([headers['Access-Control-Allow-Origin'], headers.Vary]).toEqual([allowed, 'Origin']);
    }
  });

  test('not without cors', () => {
    expect(Object.keys(runMock(none['GET /health'], origin('https://a.example.org')).headers)).toEqual([
      ...['Content-Type', 'Strict-Transport-Security', 'X-Content-Type-Options', 'Cache-Control'],
    ]);
  });
});
