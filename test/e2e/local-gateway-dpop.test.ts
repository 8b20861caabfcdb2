import { Duration, Stack } from 'aws-cdk-lib';
import { Access, ApiAuthorizer, RouteTarget, SecureApiGateway, TokenIssuer, TokenTable } from '../../lib';
import { jwkThumbprint } from '../../lambda/jwt-authorizer/sender/jwk-thumbprint';
import { LocalGateway } from '../../local/src';
import { accessTokenHash, generateProofKey, signProof } from '../lambda/jwt-authorizer/sender/dpop-fixtures';
import { type Assembly, synthesize } from '../support/assembly';

const key = generateProofKey('ES256');
let assembly: Assembly;
let gateway: LocalGateway;
const NOW = Date.UTC(2026, 10, 25, 12);

beforeAll(async () => {
  assembly = synthesize((app) => {
    const stack = new Stack(app, 'S');
    const api = new SecureApiGateway(stack, 'Api', {
      authorizer: ApiAuthorizer.jwt({
        issuers: [TokenIssuer.oidc('https://login.example.com', { audiences: ['bank'] })],
        dpopProofTable: new TokenTable(stack, 'Proofs').table,
        cacheTtl: Duration.seconds(300),
      }),
    });
    const target = RouteTarget.mock({ statusCode: 200 });
    api.addRoute('GET /balance', target, { access: Access.dpopBound() });
    api.addRoute('GET /rates', target, { access: Access.authenticated() });
    return stack;
  });
  gateway = await LocalGateway.start({ assembly: assembly.directory, clock: { now: () => NOW } });
}, 60_000);
afterAll(async () => {
  await gateway.close();
  assembly.remove();
});

interface Call {
  readonly path?: string;
  readonly scheme?: string;
  readonly claims?: object;
}

function headersFor({ path = '/prod/balance', scheme = 'DPoP', claims = {} }: Call = {}): Record<string, string> {
  const token = gateway.issueToken({ cnf: { jkt: jwkThumbprint(key.jwk as never) } });
  // API Gateway knows one port only, so its events have none.
  const htu = `https://localhost${path}`;
  const proof = signProof(key, { htu, iat: NOW / 1_000, ath: accessTokenHash(token), ...claims });
  return { Authorization: `${scheme} ${token}`, DPoP: proof };
}

async function statusOf(headers: Record<string, string>, path = '/prod/balance'): Promise<number> {
  return (await gateway.fetch(path, { headers })).status;
}

test('a request with a proof of its own passes, every time', async () => {
  for (let sent = 0; sent < 3; sent += 1) expect(await statusOf(headersFor())).toBe(200);
});

test('a request that is sent again is refused, although its token is good: no decision is kept', async () => {
  const headers = headersFor();
  expect(await statusOf(headers)).toBe(200);
  expect(await statusOf(headers)).toBe(401);
  const proofs = gateway.table('Proofs').items();
  expect(proofs.length).toBeGreaterThan(0);
  expect(JSON.stringify(proofs)).toMatch(/dpop [\w-]{43} [\w-]{43}/);
});

test.each<[string, Call]>([
  ['for another route', { claims: { htu: 'https://login.example.com/balance' } }],
  ['of long ago', { claims: { iat: NOW / 1_000 - 61 } }],
  ['for another method', { claims: { htm: 'POST' } }],
  ['with a bearer token', { scheme: 'Bearer' }],
])('a proof %s is refused', async (_, call) => {
  expect(await statusOf(headersFor(call))).toBe(401);
});

test('a stolen token without its key is refused everywhere', async () => {
  const { Authorization } = headersFor();
  const bearer = Authorization.replace('DPoP', 'Bearer');
  expect(await statusOf({ Authorization })).toBe(401);
  expect(await statusOf({ Authorization: bearer })).toBe(401);
  expect(await statusOf({ Authorization: bearer }, '/prod/rates')).toBe(401);
  // The control: a token that is bound to nothing.
  expect(await statusOf({ Authorization: `Bearer ${gateway.issueToken()}` }, '/prod/rates')).toBe(200);
});

test('nobody passes while proofs cannot be remembered', async () => {
  gateway.table('Proofs').fail();
  expect(await statusOf(headersFor())).toBe(500);
  gateway.table('Proofs').recover();
  expect(await statusOf(headersFor())).toBe(200);
});
