import { JwtVerifier } from 'aws-jwt-verify';
import fc from 'fast-check';
import jwt from 'jsonwebtoken';
import type { AccessRule } from '../../../lib/private/authorizer-contract';
import { denial } from '../../../lambda/jwt-authorizer/access';
import { AuthError } from '../../../lambda/jwt-authorizer/auth-error';
import { decide } from '../../../lambda/jwt-authorizer/decision';
import { credentialsOf, readRequest } from '../../../lambda/jwt-authorizer/request';
import type { VerifiedToken } from '../../../lambda/jwt-authorizer/verified-tokens';
import { generateSigningKey, jwksOf, signParts, signToken } from '../../support/token-factory';
import { event, NOW, OIDC, oidcClaims, trusted, VerifierHarness } from './fixtures';

const rsa = generateSigningKey('RS256', 'rsa-1');
const ec = generateSigningKey('ES256', 'ec-1');
const ed = generateSigningKey('EdDSA', 'ed-1');
const KEYS = [rsa, ec, ed];
const ISSUERS = trusted(OIDC);

function harness(): VerifierHarness {
  const created = new VerifierHarness(ISSUERS);
  created.documents.set(OIDC.jwksUri, jwksOf(...KEYS));
  return created;
}

describe('a token that was changed anywhere is refused', () => {
  const verifier = harness();
  const tokens = KEYS.map((key) => signToken(key, oidcClaims()));
  const anyToken = fc.constantFrom(...tokens);
  const anyCharacter = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') },
    fc.constantFrom(...'.=+/ \n\t\u0000%ä'),
  );
  const refused = async (changed: string) => {
    expect(await verifier.outcome(changed)).not.toBe('allowed');
  };

  test('the unchanged tokens are the control', async () => {
    for (const token of tokens) expect(await verifier.outcome(token)).toBe('allowed');
  });

  test('one character replaced', async () => {
    await fc.assert(
      fc.asyncProperty(anyToken, fc.nat(), anyCharacter, async (token, position, character) => {
        const at = position % token.length;
        fc.pre(token[at] !== character);
        await refused(token.slice(0, at) + character + token.slice(at + 1));
      }),
      { numRuns: 3_000 },
    );
  });

  test('each character of the shortest token replaced by its neighbour in the alphabet', async () => {
    const [token] = [...tokens].sort((a, b) => a.length - b.length);
    for (let at = 0; at < token.length; at += 1) {
      const neighbour = String.fromCharCode(token.charCodeAt(at) ^ 1);
      await refused(token.slice(0, at) + neighbour + token.slice(at + 1));
    }
  });

  test('one character put in or taken out', async () => {
    await fc.assert(
      fc.asyncProperty(anyToken, fc.nat(), fc.option(anyCharacter, { nil: '' }), async (token, position, character) => {
        const at = position % (token.length + 1);
        const changed = token.slice(0, at) + character + token.slice(character === '' ? at + 1 : at);
        fc.pre(changed !== token);
        await refused(changed);
      }),
      { numRuns: 1_500 },
    );
  });

  test('segments of different tokens put together', async () => {
    const others = KEYS.flatMap((key) => [signToken(key, oidcClaims({ sub: 'user-8' })), signToken(key, oidcClaims())]);
    const segment = (index: number) =>
      fc.constantFrom(...[...tokens, ...others].map((token) => token.split('.')[index]));
    await fc.assert(
      fc.asyncProperty(segment(0), segment(1), segment(2), async (header, payload, signature) => {
        const mixed = `${header}.${payload}.${signature}`;
        fc.pre(![...tokens, ...others].includes(mixed));
        await refused(mixed);
      }),
      { numRuns: 300 },
    );
  });
});

describe('nothing is accepted that other libraries refuse', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW * 1_000 }));
  afterEach(() => jest.useRealTimers());

  const anyTime = fc.oneof(
    fc.constantFrom(NOW - 300, NOW - 1, NOW, NOW + 1, NOW + 300),
    fc.constantFrom<unknown>(undefined, null, '', '1', true, -1, 0, 1e300, [NOW + 300]),
  );
  const anyHeader = fc.record(
    {
      alg: fc.constantFrom<unknown>('RS256', 'ES256', 'EdDSA', 'RS512', 'HS256', 'none', 'rs256', 1, null),
      kid: fc.constantFrom<unknown>('rsa-1', 'ec-1', 'ed-1', 'x', '', 1, null),
      typ: fc.constantFrom<unknown>('JWT', 'at+jwt', 'jwt', 'dpop+jwt', 1),
      crit: fc.constantFrom<unknown>(['exp'], [], 'exp'),
      b64: fc.boolean(),
    },
    { requiredKeys: ['alg', 'kid'] },
  );
  const anyClaims = fc.record(
    {
      iss: fc.constantFrom<unknown>(OIDC.issuer, OIDC.issuer, OIDC.issuer, 'https://evil.example/', '', 1, [
        OIDC.issuer,
      ]),
      aud: fc.constantFrom<unknown>(
        OIDC.audiences[0],
        [OIDC.audiences[1], 'x'],
        OIDC.audiences,
        'x',
        [],
        '',
        1,
        {},
        [1],
      ),
      exp: anyTime,
      nbf: anyTime,
      iat: anyTime,
      sub: fc.constantFrom<unknown>('user-7', '', 1, null, {}),
      scope: fc.constantFrom<unknown>('a b', '', 1),
    },
    { requiredKeys: ['iss', 'aud', 'exp'] },
  );
  // Most of it must be good, or hardly anything would be accepted by anybody.
  const mostlyGood = <T extends object>(good: T, any: fc.Arbitrary<object>) =>
    fc
      .tuple(
        any,
        fc.subarray(['alg', 'kid', 'typ', 'crit', 'b64', 'iss', 'aud', 'exp', 'nbf', 'iat', 'sub', 'scope'], {
          maxLength: 2,
        }),
      )
      .map(([changes, names]) => ({
        ...good,
        ...Object.fromEntries(Object.entries(changes).filter(([name]) => names.includes(name))),
      }));
  const anyCase = fc.constantFrom(...KEYS).chain((key) =>
    fc.record({
      key: fc.constant(key),
      header: mostlyGood({ alg: key.alg, kid: key.kid, typ: 'JWT' }, anyHeader),
      claims: mostlyGood(oidcClaims(), anyClaims),
    }),
  );

  // But for a `scope` that is an array: that library calls it malformed, and some issuers send it.
  test('aws-jwt-verify', async () => {
    const peer = JwtVerifier.create([{ issuer: OIDC.issuer, audience: [...OIDC.audiences] }]);
    peer.cacheJwks(jwksOf(...KEYS) as never, OIDC.issuer);
    const verifier = harness();
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ key, header, claims }) => {
        const token = signParts(key, header, claims);
        if ((await verifier.outcome(token)) !== 'allowed') return;
        accepted += 1;
        expect(peer.verifySync(token)).toEqual(JSON.parse(JSON.stringify(claims)));
      }),
      { numRuns: 1_500 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  test('jsonwebtoken', async () => {
    const verifier = harness();
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ key, header, claims }) => {
        // It has no EdDSA.
        fc.pre(key !== ed);
        const token = signParts(key, header, claims);
        if ((await verifier.outcome(token)) !== 'allowed') return;
        accepted += 1;
        const options = {
          algorithms: [key.alg],
          issuer: OIDC.issuer,
          audience: [...OIDC.audiences] as [string, ...string[]],
        };
        expect(jwt.verify(token, key.publicKey as never, options as jwt.VerifyOptions)).toEqual(
          JSON.parse(JSON.stringify(claims)),
        );
      }),
      { numRuns: 1_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

describe('whatever comes', () => {
  test('a token is refused with a reason, and by no other error', async () => {
    const verifier = harness();
    const anyJson = fc.json({ maxDepth: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...KEYS), anyJson, anyJson, async (key, header, payload) => {
        expect(await verifier.outcome(signParts(key, header, payload))).toMatch(/^[a-z]+(_[a-z]+)+$/);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        expect(await verifier.outcome(text)).toBe('token_malformed');
      }),
    );
  });

  test('headers give one clean token or a reason', () => {
    const anyValue = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `Bearer ${text}`),
      fc.constant(null),
    );
    const anyName = fc.constantFrom('Authorization', 'authorization', 'AUTHORIZATION', 'X', '__proto__');
    const anyHeaders = fc.dictionary(anyName, anyValue);
    const anyMultiHeaders = fc.dictionary(anyName, fc.array(anyValue, { maxLength: 2 }));
    fc.assert(
      fc.property(anyHeaders, anyMultiHeaders, (headers, multiValueHeaders) => {
        try {
          expect(credentialsOf(event(undefined, { headers, multiValueHeaders })).token).toMatch(/^[\w.-]+$/);
        } catch (error) {
          expect(error).toBeInstanceOf(AuthError);
        }
      }),
    );
  });
});

describe('access', () => {
  const scopes = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 });
  const leaf: fc.Arbitrary<AccessRule> = fc.oneof(
    fc.constant<AccessRule>({ type: 'authenticated' }),
    scopes.map((list): AccessRule => ({ type: 'anyScope', scopes: list })),
    scopes.map((list): AccessRule => ({ type: 'allScopes', scopes: list })),
    fc.constantFrom('x', 'y').map((group): AccessRule => ({ type: 'group', group })),
    fc.constantFrom('1', '2').map((value): AccessRule => ({ type: 'claim', claim: 'plan', value })),
    fc.constant<AccessRule>({ type: 'claimOneOf', claim: 'plan', values: ['1', '3'] }),
    fc.constantFrom('x', 'y').map((value): AccessRule => ({ type: 'claimContains', claim: 'roles', value })),
    fc.constantFrom(60, 600).map((maxSeconds): AccessRule => ({ type: 'authenticationAge', maxSeconds })),
    fc.constant<AccessRule>({ type: 'claimEqualsPathParameter', claim: 'plan', parameter: 'plan' }),
  );
  const { rule: anyRule } = fc.letrec<{ rule: AccessRule }>((tie) => ({
    rule: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.record({
        type: fc.constantFrom('allOf' as const, 'anyOf' as const),
        rules: fc.array(tie('rule'), { maxLength: 3 }),
      }),
    ),
  }));
  const anyInput = fc
    .record({
      scope: fc.subarray(['a', 'b', 'c']).map((list) => list.join(' ')),
      roles: fc.subarray(['x', 'y']),
      plan: fc.constantFrom(1, '1', '2', null),
      auth_time: fc.constantFrom(0, 900, 990, 1_001, '990', null),
    })
    .chain((claims) =>
      fc.record({ plan: fc.constantFrom('1', '2') }).map((pathParameters) => ({
        token: { issuer: ISSUERS[0], claims },
        pathParameters,
        now: 1_000_000,
        clockToleranceSeconds: 0,
        binding: {},
      })),
    );

  test('all means each and any means one, of at least one', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 4 }), anyInput, (rules, input) => {
        const granted = rules.map((rule) => denial(rule, input) === undefined);
        expect(denial({ type: 'allOf', rules }, input) === undefined).toBe(rules.length > 0 && granted.every(Boolean));
        expect(denial({ type: 'anyOf', rules }, input) === undefined).toBe(granted.some(Boolean));
      }),
    );
  });

  test('taking scopes and groups away never opens a door', () => {
    fc.assert(
      fc.property(anyRule, anyInput, (rule, input) => {
        const less = { ...input, token: { ...input.token, claims: { plan: input.token.claims.plan } } };
        if (denial(rule, input) !== undefined) expect(denial(rule, less as typeof input)).not.toBeUndefined();
      }),
    );
  });

  test('an allow for a path names that path, and no pattern', () => {
    const anyPath = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(fc.constantFrom('a', '/', '*', '?', '$', '{', '}', '%2A', '..')).map((parts) => parts.join('')),
    );
    const routes = new Map([['GET /{p}', { access: { type: 'authenticated' }, decision: 'path' } as const]]);
    fc.assert(
      fc.property(anyPath, (path) => {
        const methodArn = `arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET/${path}`;
        const requestContext = { httpMethod: 'GET', resourcePath: '/{p}' };
        const request = readRequest(event('t', { methodArn, resource: '/{p}', requestContext }));
        const token = { issuer: ISSUERS[0], claims: {} } as unknown as VerifiedToken;
        const [statement] = decide(
          request,
          { token, binding: {} },
          { routes, contextClaims: [], clockToleranceSeconds: 0 },
          0,
        ).result.policyDocument.Statement;
        const { Effect, Resource } = statement as unknown as { Effect: string; Resource: string };
        if (Effect === 'Allow') {
          expect(Resource).toBe(methodArn);
          expect(Resource).not.toMatch(/[*?]|\$\{/);
        } else {
          expect(Resource).toBe('arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/*');
        }
      }),
    );
  });
});
