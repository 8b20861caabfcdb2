import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { corsHeaders, type CorsResponseOptions, requestOrigin } from '../../../lib/handlers/cors';
import { runMock } from '../../support/run-mock';
import { methodsOf, newGateway, newStack } from '../../support/synth';

const ORIGINS = [
  'https://shop.example.com',
  'https://*.example.org',
  'https://*.b.example.net:8443',
  'ionic://localhost',
];

/** The preflight of an API with the same options. */
function preflightOf(options: CorsResponseOptions): any {
  const stack = newStack();
  newGateway(stack, { cors: { ...options, allowOrigins: [...options.allowOrigins], exposeHeaders: undefined } });
  return methodsOf(Template.fromStack(stack))['OPTIONS /'];
}

const preflight = preflightOf({ allowOrigins: ORIGINS });

/** The origin that the API's preflight allows, and the one that the helper allows. */
function allowedBoth(origin: string): [byPreflight: string | undefined, byHelper: string | undefined] {
  const { headers } = runMock(preflight, { headers: [['origin', origin]] });
  return [
    headers['Access-Control-Allow-Origin'],
    corsHeaders(origin, { allowOrigins: ORIGINS })['Access-Control-Allow-Origin'],
  ];
}

test.each([
  ...[
    'https://shop.example.com',
    'https://a.example.org',
    'https://a-1.example.org',
    'https://xn--nicode-2ya.example.org',
  ],
  ...[
    'https://0.example.org',
    `https://${'a'.repeat(63)}.example.org`,
    'https://x.b.example.net:8443',
    'ionic://localhost',
  ],
])('%s is allowed', (origin) => {
  expect(allowedBoth(origin)).toEqual([origin, origin]);
});

test.each([
  // Other hosts.
  ...['https://example.com', 'https://evil-example.org', 'https://evilexample.org', 'https://example.org.evil.com'],
  ...[
    'https://a.example.org.evil.com',
    'https://a.example.orgevil.com',
    'https://a.exampleXorg',
    'https://shop-example.com',
  ],
  ...['https://shop.example.com.evil.com', 'https://example.org', 'https://.example.org', 'https://*.example.org'],
  // More than one label.
  ...['https://a.b.example.org', 'https://a..example.org', 'https://b.example.net:8443'],
  // Schemes, ports, cases.
  ...['http://a.example.org', 'http://shop.example.com', 'https://a.example.org:443', 'https://a.example.org:8443'],
  ...[
    'https://shop.example.com:8443',
    'https://x.b.example.net',
    'https://x.b.example.net:84430',
    'https://x.b.example.net:9',
  ],
  ...['HTTPS://a.example.org', 'https://A.example.org', 'https://a.EXAMPLE.org', 'https://SHOP.example.com'],
  // What is no origin.
  ...[
    'https://a.example.org/',
    'https://a.example.org/x',
    'https://user@a.example.org',
    'https://user:p@a.example.org',
  ],
  ...[
    'https://evil.com/.example.org',
    'https://evil.com?.example.org',
    'https://evil.com#.example.org',
    '//a.example.org',
  ],
  ...['https://a.example.org\n', 'https://a.example.org\r\nX: y', '\nhttps://a.example.org', ' https://a.example.org'],
  ...['https://a.example.org ', 'https://a\n.example.org', 'https://a\u0000.example.org', 'https://\u212A.example.org'],
  ...[
    'https://evil.com\\.example.org',
    'https://evil.com%2F.example.org',
    'https://a_b.example.org',
    'https://-a.example.org',
  ],
  ...[
    'https://a-.example.org',
    `https://${'a'.repeat(64)}.example.org`,
    'https://é.example.org',
    'https://a.example.org,x',
  ],
  ...[
    'null',
    '',
    '*',
    'capacitor://localhost',
    'ionic://localhost:1',
    'ionic://localhost/',
    'Ionic://localhost',
    'https://',
  ],
])('%j is not allowed', (origin) => {
  expect(allowedBoth(origin)).toEqual([undefined, undefined]);
});

test('preflight and helper decide alike, and only for origins of the list', () => {
  const label = fc.stringMatching(/^[A-Za-z0-9-]{0,5}$/);
  const part = fc.oneof(
    label,
    fc.constantFrom('example', 'org', 'com', 'net', 'b', 'shop', 'localhost', 'evil', '*', ''),
  );
  const scheme = fc.constantFrom('https://', 'https://', 'https://', 'http://', 'ionic://', 'capacitor://', '');
  const port = fc.constantFrom('', '', '', ':443', ':8443', ':1', '/', '\n', '@evil.com', '#', '?');
  const built = fc
    .tuple(scheme, fc.array(part, { minLength: 1, maxLength: 4 }), port)
    .map(([prefix, parts, suffix]) => prefix + parts.join('.') + suffix);
  const near = fc
    .tuple(
      fc.constantFrom('https://shop.example.com', 'https://a.example.org', 'https://x.b.example.net:8443'),
      fc.nat(40),
      fc.string({ maxLength: 2 }),
    )
    .map(([origin, at, text]) => origin.slice(0, at) + text + origin.slice(at));
  let allowed = 0;
  fc.assert(
    fc.property(fc.oneof(built, near, fc.string()), (origin) => {
      const [byPreflight, byHelper] = allowedBoth(origin);
      expect(byHelper).toBe(byPreflight);
      if (byHelper === undefined) return;
      allowed += 1;
      expect(byHelper).toBe(origin);
      expect(origin).toMatch(
        /^(https:\/\/shop\.example\.com|https:\/\/[a-z0-9-]+\.(example\.org|b\.example\.net:8443)|ionic:\/\/localhost)$/,
      );
    }),
    { numRuns: 700, seed: 11 },
  );
  expect(allowed).toBeGreaterThan(20);
});

describe('the headers', () => {
  test('of an allowed origin', () => {
    const options = { allowOrigins: ['https://shop.example.com'], exposeHeaders: ['ETag'], allowCredentials: true };
    expect(corsHeaders('https://shop.example.com', options)).toEqual({
      'Access-Control-Allow-Origin': 'https://shop.example.com',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'Retry-After,WWW-Authenticate,x-amzn-RequestId,ETag',
      Vary: 'Origin',
    });
  });

  test.each([undefined, null, '', 'https://evil.com'])('of %j are none', (origin) => {
    expect(corsHeaders(origin, { allowOrigins: ORIGINS, allowCredentials: true })).toEqual({ Vary: 'Origin' });
  });

  test('of any page', () => {
    expect(corsHeaders(undefined, { allowOrigins: ['*'] })).toEqual({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'Retry-After,WWW-Authenticate,x-amzn-RequestId',
      Vary: 'Origin',
    });
  });

  test.each<[CorsResponseOptions, string]>([
    [{ allowOrigins: ['http://shop.example.com'] }, 'allowOrigins has "http://shop.example.com"; each must be'],
    [{ allowOrigins: ['https://*.com'] }, 'allowOrigins has "https://*.com"; each must be'],
    [{ allowOrigins: ['*'], allowCredentials: true }, "'*' and credentials exclude each other"],
    [{ allowOrigins: ['*', 'https://a.b'] }, "'*' already means every origin; name it alone"],
    [{ allowOrigins: [] }, 'allowOrigins must name at least one origin'],
  ])('of %j are an error', (options, message) => {
    expect(() => corsHeaders('https://shop.example.com', options)).toThrow(message);
  });
});

test.each([
  [{ headers: { Origin: 'https://a.b' } }, 'https://a.b'],
  [{ headers: { 'x-a': 'b', oRiGiN: 'https://a.b' } }, 'https://a.b'],
  [{ headers: { Origin: 'https://a.b', origin: 'https://c.d' } }, undefined],
  [{ headers: {} }, undefined],
  [{ headers: null }, undefined],
  [{}, undefined],
])('the origin of %j is %j', (event, origin) => {
  expect(requestOrigin(event)).toBe(origin);
});
