import type { ServerResponse } from 'node:http';
import { type AuthorizerProcessOptions, startAuthorizer } from '../support/authorizer-process';
import { type Certificate, createCertificate } from '../support/oidc-certificate';
import { startTestIssuer, type TestIssuer } from '../support/oidc-test-issuer';
import { generateSigningKey, jwksOf, signToken } from '../support/token-factory';

const key = generateSigningKey('EdDSA', 'key-1');
const JWKS = JSON.stringify(jwksOf(key));

/** An issuer that answers in this way, or an authorizer that was started in this way. */
type Fault = Partial<AuthorizerProcessOptions> & { readonly answer?: (response: ServerResponse) => void };

interface Outcome {
  /** The effect of the policy, or the error. */
  readonly answer: string | undefined;
  readonly milliseconds: number;
}

const REDIRECTS = new Map<string, Fault>(
  [301, 302, 303, 307, 308].map((status) => [
    `redirects to good keys with ${status}`,
    { answer: (response) => response.writeHead(status, { location: other.jwksUri }).end(JWKS) },
  ]),
);

const UNAVAILABLE = new Map<string, Fault>([
  ...REDIRECTS,
  ['never answers', { answer: () => undefined }],
  ['stops in the middle', { answer: (response) => response.write(JWKS.slice(0, 20)) }],
  ['fails', { answer: (response) => response.writeHead(500).end(JWKS) }],
  ['answers 203', { answer: (response) => response.writeHead(203).end(JWKS) }],
  ['sends too much', { answer: (response) => response.end(JWKS + ' '.repeat(256 * 1_024)) }],
  ['finds no end', { answer: sendForever }],
  ['sends a page', { answer: (response) => response.end('<html></html>') }],
  ['cuts the line', { answer: (response) => response.destroy() }],
  ['promises more than it sends', { answer: breakPromise }],
  ['has a certificate that nobody vouches for', { certFile: undefined }],
]);

const BROKEN = new Map<string, Fault>([
  ['no route table', { rules: undefined }],
  ['no issuer', { config: { issuers: [], contextClaims: [], clockToleranceSeconds: 0 } }],
  ['no configuration', { config: '' }],
  ['an unresolved configuration', { config: '${Token[TOKEN.7]}' }],
]);

const issuers: TestIssuer[] = [];
const outcomes = new Map<string, Promise<Outcome>>();
let certificate: Certificate;
/** Where the redirects lead to: the same keys at a second address. */
let other: TestIssuer;

beforeAll(async () => {
  certificate = await createCertificate();
  other = await startTestIssuer(certificate, [key]);
  issuers.push(other);
  // All at once: some of them wait for a timeout.
  for (const [name, fault] of [['control', {}] as const, ...UNAVAILABLE, ...BROKEN]) outcomes.set(name, run(fault));
  await Promise.all(outcomes.values());
}, 60_000);
afterAll(async () => {
  await Promise.all(issuers.map((issuer) => issuer.close()));
  certificate?.remove();
});

/** Sends one good token to an authorizer that was just started. */
async function run({ answer, ...options }: Fault): Promise<Outcome> {
  const issuer = await startTestIssuer(certificate, [key]);
  issuers.push(issuer);
  issuer.answer = answer;
  const authorizer = await startAuthorizer({
    config: {
      issuers: [
        {
          type: 'oidc',
          issuer: issuer.issuer,
          jwksUri: issuer.jwksUri,
          audiences: ['api'],
          algorithms: ['EdDSA'],
          groupsClaim: 'groups',
          requireAccessTokenType: false,
          requiredClaims: [],
        },
      ],
      contextClaims: [],
      clockToleranceSeconds: 0,
    },
    rules: { version: 1, routes: { 'GET /': { access: { type: 'authenticated' }, decision: 'route' } } },
    certFile: certificate.certFile,
    ...options,
  });
  try {
    const begin = Date.now();
    const { result, error } = await authorizer.authorize(requestTo(issuer));
    return {
      answer: result?.policyDocument.Statement[0].Effect ?? error,
      milliseconds: Date.now() - begin,
    };
  } finally {
    await authorizer.close();
  }
}

function requestTo({ issuer }: TestIssuer): object {
  const token = signToken(key, { iss: issuer, aud: 'api', sub: 'user-7', exp: Math.floor(Date.now() / 1_000) + 60 });
  return {
    type: 'REQUEST',
    methodArn: 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET/',
    resource: '/',
    httpMethod: 'GET',
    headers: { Authorization: `Bearer ${token}` },
    requestContext: { httpMethod: 'GET', resourcePath: '/' },
  };
}

function sendForever(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '.repeat(65_536)), 5);
  response.on('close', () => clearInterval(timer));
}

function breakPromise(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': JWKS.length + 10 });
  response.write(JWKS);
  setTimeout(() => response.destroy(), 20);
}

test('with its keys at hand, a good token is allowed', async () => {
  expect((await outcomes.get('control'))?.answer).toBe('Allow');
});

test.each([...UNAVAILABLE.keys()])(
  'with an issuer that %s, nobody is let in and nobody is called unauthorized',
  async (name) => {
    expect((await outcomes.get(name))?.answer).toBe('keys_unavailable');
  },
);

test('no redirect is followed', () => {
  expect(other.fetches).toBe(0);
});

test.each(['never answers', 'stops in the middle'])(
  'an issuer that %s is given 3 seconds, at most twice',
  async (name) => {
    const { milliseconds = 0 } = (await outcomes.get(name)) ?? {};

    expect(milliseconds).toBeGreaterThan(2_000);
    expect(milliseconds).toBeLessThan(10_000);
  },
);

test.each([...BROKEN.keys()])('with %s, nobody is let in', async (name) => {
  expect((await outcomes.get(name))?.answer).toBe('configuration_broken');
});
