import { X509Certificate } from 'node:crypto';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { generate } from 'selfsigned';
import { jwkThumbprint } from '../../../../lambda/jwt-authorizer/sender/jwk-thumbprint';
import type { AccessRule, RouteRule } from '../../../../lib/private/authorizer-contract';
import { AuthorizerHarness, tokenWith } from '../authorizer-fixtures';
import { event, NOW, OIDC } from '../fixtures';
import { accessTokenHash, generateProofKey, type ProofKey, signProof } from './dpop-fixtures';

const key = generateProofKey('ES256');
const otherKey = generateProofKey('ES256');
const DPOP: AccessRule = { type: 'dpopBound' };
const CERTIFICATE: AccessRule = { type: 'certificateBound' };
const READER: AccessRule = { type: 'anyScope', scopes: ['orders/read'] };
const WRITER: AccessRule = { type: 'anyScope', scopes: ['orders/delete'] };

const ROUTES: Record<string, RouteRule> = {
  'GET /proof': { access: { type: 'allOf', rules: [READER, DPOP] }, decision: 'request' },
  'GET /closed': { access: { type: 'allOf', rules: [WRITER, DPOP] }, decision: 'request' },
  'GET /certificate': { access: CERTIFICATE, decision: 'request' },
  'GET /either': { access: { type: 'anyOf', rules: [DPOP, CERTIFICATE] }, decision: 'request' },
  'GET /loose': { access: { type: 'anyOf', rules: [READER, DPOP] }, decision: 'request' },
  'GET /plain': { access: READER, decision: 'route' },
};
const PLAIN = { 'GET /plain': ROUTES['GET /plain'] };

function harnessFor(routes: Record<string, RouteRule> = ROUTES): AuthorizerHarness {
  return new AuthorizerHarness(routes, { config: { proofTable: 'proofs' } });
}

function confirmation(of: ProofKey = key): object {
  return { cnf: { jkt: jwkThumbprint(of.jwk as never) } };
}

interface Call {
  readonly path: string;
  readonly authorization: string;
  readonly proof?: string | readonly string[];
  readonly certificate?: string;
  readonly context?: object;
}

function call({ path, authorization, proof, certificate, context }: Call): APIGatewayRequestAuthorizerEvent {
  const proofs = proof === undefined ? [] : [proof].flat();
  const multiValueHeaders = { Authorization: [authorization], ...(proofs.length > 0 && { DPoP: proofs }) };
  return event(undefined, {
    methodArn: `arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET${path}`,
    resource: path,
    headers: { Authorization: authorization, ...(proofs.length > 0 && { DPoP: proofs[proofs.length - 1] }) },
    multiValueHeaders,
    requestContext: {
      httpMethod: 'GET',
      resourcePath: path,
      domainName: 'api.acme.example',
      path: `/v1${path}`,
      identity: { clientCert: certificate && { clientCertPem: certificate } },
      ...context,
    },
  });
}

function proofFor(token: string, path: string, claims: object = {}, by = key): string {
  return signProof(by, { htu: `https://api.acme.example/v1${path}`, ath: accessTokenHash(token), ...claims });
}

/** A good DPoP request, and what is changed in it. */
function dpop(path: string, changes: Partial<Call> & { token?: string; claims?: object; by?: ProofKey } = {}) {
  const token = changes.token ?? tokenWith(confirmation());
  const proof = proofFor(token, path, changes.claims, changes.by);
  return call({ path, authorization: `DPoP ${token}`, proof, ...changes });
}

describe('DPoP', () => {
  test.each(['/proof', '/either', '/loose'])('lets in who holds the key, on %s', async (path) => {
    expect(await harnessFor().outcome(dpop(path))).toBe('allow');
  });

  test('takes any case of the scheme', async () => {
    const token = tokenWith(confirmation());
    const proof = proofFor(token, '/proof');
    const authorization = `dPoP ${token}`;
    expect(await harnessFor().outcome(call({ path: '/proof', authorization, proof }))).toBe('allow');
  });

  test.each<[string, () => APIGatewayRequestAuthorizerEvent, string]>([
    ['no proof', () => dpop('/proof', { proof: undefined }), '401 proof_missing'],
    ['an empty proof', () => dpop('/proof', { proof: '' }), '401 proof_invalid'],
    ['two proofs', () => dpop('/proof', { proof: ['a', 'b'] }), '401 proof_invalid'],
    ['a proof of another key', () => dpop('/proof', { by: otherKey }), '401 proof_invalid'],
    ['a token of another key', () => dpop('/proof', { token: tokenWith(confirmation(otherKey)) }), '401 proof_invalid'],
    ['a token of no key', () => dpop('/proof', { token: tokenWith() }), '401 proof_invalid'],
    ['a proof for another method', () => dpop('/proof', { claims: { htm: 'POST' } }), '401 proof_invalid'],
    [
      'a proof for another path',
      () => dpop('/proof', { claims: { htu: 'https://api.acme.example/v1/plain' } }),
      '401 proof_invalid',
    ],
    [
      'a proof for another host',
      () => dpop('/proof', { claims: { htu: 'https://evil.example/v1/proof' } }),
      '401 proof_invalid',
    ],
    ['a proof that is old', () => dpop('/proof', { claims: { iat: NOW - 61 } }), '401 proof_invalid'],
    ['a proof for another token', () => dpop('/proof', { claims: { ath: accessTokenHash('x') } }), '401 proof_invalid'],
    ['no host in the event', () => dpop('/proof', { context: { domainName: undefined } }), '401 proof_invalid'],
    [
      'a bearer of a bound token',
      () => dpop('/proof', { authorization: `Bearer ${tokenWith(confirmation())}` }),
      '401 proof_missing',
    ],
    [
      'a bearer of a free token',
      () => call({ path: '/proof', authorization: `Bearer ${tokenWith()}` }),
      '401 proof_missing',
    ],
    ['a bound token without the scope', () => dpop('/closed'), 'deny scope_missing'],
    [
      'a bearer of a bound token where decisions are kept',
      () => call({ path: '/plain', authorization: `Bearer ${tokenWith(confirmation())}` }),
      '401 proof_missing',
    ],
    ['a proof where decisions are kept', () => dpop('/plain'), '401 token_malformed'],
    ['a proof where only certificates count', () => dpop('/certificate'), '401 token_malformed'],
    ['a proof where no route is', () => dpop('/nowhere'), '401 token_malformed'],
  ])('refuses %s', async (_, request, outcome) => {
    expect(await harnessFor().outcome(request())).toBe(outcome);
  });

  test('lets a free token in as bearer where a scope is enough', async () => {
    expect(await harnessFor().outcome(call({ path: '/loose', authorization: `Bearer ${tokenWith()}` }))).toBe('allow');
    expect(await harnessFor().outcome(call({ path: '/plain', authorization: `Bearer ${tokenWith()}` }))).toBe('allow');
  });

  test('takes a proof once', async () => {
    const harness = harnessFor();
    const request = dpop('/proof');
    expect(await harness.outcome(request)).toBe('allow');
    expect(await harness.outcome(request)).toBe('401 proof_replayed');
    expect(await harness.outcome(dpop('/proof'))).toBe('allow');
  });

  test('says in its log whose token a bad proof came with', async () => {
    const { line } = await harnessFor().ask(dpop('/proof', { claims: { htm: 'PUT' } }));
    expect(line).toMatchObject({ reason: 'proof_invalid', issuer: OIDC.issuer, sub: 'user-7', clientId: 'spa-client' });
  });

  test('remembers no proof of a request that it refuses', async () => {
    const harness = harnessFor();
    await harness.outcome(dpop('/closed'));
    await harness.outcome(dpop('/proof', { by: otherKey }));
    expect(harness.table('proofs').entries.size).toBe(0);
  });

  test('lets nobody in while proofs cannot be remembered', async () => {
    const harness = harnessFor();
    harness.table('proofs').fault = new Error('timeout');
    expect(await harness.outcome(dpop('/proof'))).toBe('500 proofs_unavailable');
    harness.table('proofs').fault = undefined;
    expect(await harness.outcome(dpop('/proof'))).toBe('allow');
  });

  test('is unknown to an API that never asks for it: bound tokens are bearer tokens there', async () => {
    const harness = harnessFor(PLAIN);
    const authorization = `Bearer ${tokenWith(confirmation())}`;
    expect(await harness.outcome(call({ path: '/plain', authorization }))).toBe('allow');
    expect(await harness.outcome(dpop('/plain'))).toBe('401 token_malformed');
  });
});

describe('certificates', () => {
  let pem: string;
  let otherPem: string;
  let bound: string;
  beforeAll(async () => {
    [pem, otherPem] = await Promise.all(
      ['one', 'two'].map(async (value) => (await generate([{ name: 'commonName', value }], { keySize: 2048 })).cert),
    );
    const thumbprint = Buffer.from(new X509Certificate(pem).fingerprint256.replaceAll(':', ''), 'hex');
    bound = tokenWith({ cnf: { 'x5t#S256': thumbprint.toString('base64url') } });
  });

  const request = (path: string, token: string, certificate?: string): APIGatewayRequestAuthorizerEvent =>
    call({ path, authorization: `Bearer ${token}`, certificate });

  test('let in who holds the one of the token', async () => {
    expect(await harnessFor().outcome(request('/certificate', bound, pem))).toBe('allow');
    expect(await harnessFor().outcome(request('/either', bound, pem))).toBe('allow');
  });

  test.each(['/certificate', '/either', '/loose', '/plain'])(
    'refuse a bound token without them, on %s',
    async (path) => {
      expect(await harnessFor().outcome(request(path, bound))).toBe('401 certificate_mismatch');
      expect(await harnessFor().outcome(request(path, bound, otherPem))).toBe('401 certificate_mismatch');
    },
  );

  test('refuse a bound token where decisions are kept, even with the right one', async () => {
    expect(await harnessFor().outcome(request('/plain', bound, pem))).toBe('401 certificate_mismatch');
  });

  test('refuse a free token where they are asked for', async () => {
    expect(await harnessFor().outcome(request('/certificate', tokenWith(), pem))).toBe('401 certificate_mismatch');
  });

  test('are unknown to an API that never asks for them', async () => {
    expect(await harnessFor(PLAIN).outcome(request('/plain', bound))).toBe('allow');
  });
});
