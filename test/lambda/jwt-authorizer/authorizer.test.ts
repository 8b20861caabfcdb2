import type { RouteRule } from '../../../lib/private/authorizer-contract';
import { AuthorizerHarness, tokenWith } from './authorizer-fixtures';
import { event, OIDC } from './fixtures';
import { MemoryTable } from './tables/memory-table';

const ROUTE = 'GET /orders/{orderId}';
const READERS: RouteRule = { access: { type: 'anyScope', scopes: ['orders/read'] }, decision: 'route' };
const PREFIX = 'aVeryLongGeneratedPrefixOf40Characters00';
const USAGE = {
  clients: [{ clientId: 'spa-client', tier: 'Partner', key: 'key-spa' }],
  tiers: [{ tier: 'Free', key: 'key-free' }],
};

describe('a usage tier', () => {
  let harness: AuthorizerHarness;
  beforeEach(() => {
    harness = new AuthorizerHarness({ [ROUTE]: READERS }, { usage: USAGE, keyPrefix: PREFIX });
  });

  test('is answered by the value of its key, and told to the backend by its name', async () => {
    const { result } = await harness.ask(event(tokenWith()));
    expect(result).toMatchObject({ usageIdentifierKey: `${PREFIX}-key-spa`, context: { tier: 'Partner' } });
    const other = await harness.ask(event(tokenWith({ azp: 'other' })));
    expect(other.result).toMatchObject({ usageIdentifierKey: `${PREFIX}-key-free`, context: { tier: 'Free' } });
  });

  test('is not in the log by its key', async () => {
    expect(await harness.outcome(event(tokenWith()))).toBe('allow');
    expect(harness.lines).toHaveLength(1);
    expect(JSON.stringify(harness.lines)).not.toContain('key-');
  });

  test('is not answered to those who are denied', async () => {
    const { answer, result } = await harness.ask(event(tokenWith({ scope: 'other' })));
    expect(answer).toBe('deny');
    expect(result).not.toHaveProperty('usageIdentifierKey');
    expect(result?.context).toEqual({
      reason: 'scope_missing',
      challenge: 'Bearer error="insufficient_scope", scope="orders/read"',
    });
  });

  test('cannot be claimed by a token', async () => {
    const { result } = await new AuthorizerHarness(
      { [ROUTE]: READERS },
      { usage: USAGE, keyPrefix: PREFIX, config: { contextClaims: ['tier'] } },
    ).ask(event(tokenWith({ tier: 'Gold', azp: 'other' })));
    expect(result?.context).toMatchObject({ tier: 'Free' });
  });

  test('does not exist without rules', async () => {
    const { result } = await new AuthorizerHarness({ [ROUTE]: READERS }).ask(event(tokenWith()));
    expect(result).not.toHaveProperty('usageIdentifierKey');
    expect(result?.context).not.toHaveProperty('tier');
  });
});

describe('a list of revocations', () => {
  let harness: AuthorizerHarness;
  beforeEach(() => {
    harness = new AuthorizerHarness({ [ROUTE]: READERS }, { config: { revocationTable: 'revoked' } });
  });

  test('refuses with 401 what is in it, and says whose it was', async () => {
    expect(await harness.outcome(event(tokenWith({ jti: 't1' })))).toBe('allow');
    harness.table('revoked').add(`jti ${OIDC.issuer} t1`);
    const { answer, line } = await harness.ask(event(tokenWith({ jti: 't1' })));
    expect(answer).toBe('401');
    expect(line).toMatchObject({
      outcome: 'deny',
      reason: 'token_revoked',
      route: ROUTE,
      issuer: OIDC.issuer,
      clientId: 'spa-client',
      sub: 'user-7',
    });
    expect(await harness.outcome(event(tokenWith({ jti: 't2' })))).toBe('allow');
  });

  test('is asked for a token that is remembered, too', async () => {
    const token = tokenWith({ jti: 't3' });
    expect(await harness.outcome(event(token))).toBe('allow');
    harness.table('revoked').add(`jti ${OIDC.issuer} t3`);
    expect(await harness.outcome(event(token))).toBe('401 token_revoked');
  });

  test('is not asked for a token that is bad anyway', async () => {
    const before = harness.table('revoked').asked.length;
    expect(await harness.outcome(event(tokenWith({ aud: 'other' })))).toBe('401 audience_mismatch');
    expect(harness.table('revoked').asked).toHaveLength(before);
  });

  test('lets nobody in while it does not answer', async () => {
    harness.table('revoked').fault = new Error('timeout');
    const { answer, line } = await harness.ask(event(tokenWith()));
    expect(answer).toBe('500');
    expect(line).toMatchObject({ outcome: 'failure', reason: 'revocations_unavailable', sub: 'user-7' });
    harness.table('revoked').fault = undefined;
    expect(await harness.outcome(event(tokenWith()))).toBe('allow');
  });
});

describe('what is not asked for', () => {
  const opened: string[] = [];
  const openTables = jest.fn(async () => (name: string) => {
    opened.push(name);
    return new MemoryTable();
  });
  const tablesOf = async (
    config: object,
    routes: Record<string, RouteRule> = { [ROUTE]: READERS },
  ): Promise<string[]> => {
    opened.length = 0;
    openTables.mockClear();
    const harness = new AuthorizerHarness(routes, { config, openTables });
    await harness.outcome(event(tokenWith()));
    return openTables.mock.calls.length > 0 ? opened : ['no SDK'];
  };

  test('is not opened', async () => {
    const bound: RouteRule = { access: { type: 'certificateBound' }, decision: 'request' };
    expect(await tablesOf({})).toEqual(['no SDK']);
    expect(await tablesOf({}, { [ROUTE]: bound })).toEqual(['no SDK']);
    expect(await tablesOf({ revocationTable: 'r' })).toEqual(['r']);
    expect(await tablesOf({ proofTable: 'p' })).toEqual(['p']);
    expect(await tablesOf({ revocationTable: 'r', proofTable: 'p' })).toEqual(['r', 'p']);
  });

  test('is not known: DPoP is no scheme where no route asks for it', async () => {
    const harness = new AuthorizerHarness({ [ROUTE]: READERS });
    const { answer, line } = await harness.ask(event(undefined, { headers: { Authorization: `DPoP ${tokenWith()}` } }));
    expect(answer).toBe('401');
    expect(line).toMatchObject({ outcome: 'deny', reason: 'token_malformed', issuer: OIDC.issuer });
    expect(await harness.outcome(event(tokenWith()))).toBe('allow');
  });
});

describe('lets nobody in and says why once', () => {
  test.each<[string, ConstructorParameters<typeof AuthorizerHarness>[1], string]>([
    [
      'when its table cannot be opened',
      { config: { revocationTable: 'r' }, openTables: async () => fail('no SDK') },
      'no SDK',
    ],
    [
      'when its tiers are broken',
      { usage: { clients: [], tiers: [] }, keyPrefix: PREFIX },
      'usage tiers must end with',
    ],
    ['when its keys have no prefix', { usage: USAGE }, 'USAGE_KEY_PREFIX must be a string that is not empty'],
    ['when clients came without tiers', { config: { usageClients: [] }, keyPrefix: PREFIX }, 'usage must be an object'],
    ['when the name of its table is empty', { config: { revocationTable: '' } }, 'revocationTable must be a string'],
    ['when the name of its table is null', { config: { proofTable: null as never } }, 'proofTable must be a string'],
    ['when a member is unknown', { config: { revocations: 'r' } as never }, 'and none else but revocationTable'],
  ])('%s', async (_, options, problem) => {
    const harness = new AuthorizerHarness({ [ROUTE]: READERS }, options);
    expect(await harness.outcome(event(tokenWith()))).toBe('500 configuration_broken');
    expect(await harness.outcome(event(tokenWith()))).toBe('500 configuration_broken');
    const problems = harness.lines.filter((line) => 'problem' in line);
    expect(problems).toEqual([
      {
        message: 'authorizer configuration broken, every request is refused',
        problem: expect.stringContaining(problem),
      },
    ]);
  });

  test('when one route of several asks for DPoP and nothing remembers proofs', async () => {
    const routes: Record<string, RouteRule> = {
      'GET /other': { access: { type: 'dpopBound' }, decision: 'request' },
      [ROUTE]: READERS,
    };
    expect(await new AuthorizerHarness(routes).outcome(event(tokenWith()))).toBe('500 configuration_broken');
  });

  test('when a route asks for DPoP and nothing remembers proofs', async () => {
    const harness = new AuthorizerHarness({ [ROUTE]: { access: { type: 'dpopBound' }, decision: 'request' } });
    expect(await harness.outcome(event(tokenWith()))).toBe('500 configuration_broken');
    expect(harness.lines[0].problem).toBe('proofTable must be there, because a route asks for DPoP');
  });
});

describe('an issuer', () => {
  const withIssuer = (changes: object): AuthorizerHarness =>
    new AuthorizerHarness({ [ROUTE]: READERS }, { config: { issuers: [{ ...OIDC, ...changes }] } });

  test.each<[string, object, string]>([
    ['a claim that is there', { tenant: 'a' }, 'allow'],
    ['a claim that is false', { tenant: false }, 'allow'],
    ['a claim that is empty', { tenant: '' }, 'allow'],
    ['a claim that is null', { tenant: null }, '401 claim_missing'],
    ['no such claim', {}, '401 claim_missing'],
  ])('that requires a claim: %s', async (_, claims, outcome) => {
    const harness = withIssuer({ requiredClaims: ['sub', 'tenant'] });
    expect(await harness.outcome(event(tokenWith(claims)))).toBe(outcome);
  });

  test.each<[object, string]>([
    [{ acme: { tenant: 'a' } }, 'allow'],
    [{ acme: { tenant: null } }, '401 claim_missing'],
    [{ acme: {} }, '401 claim_missing'],
    [{ acme: ['tenant'] }, '401 claim_missing'],
    [{ 'acme.tenant': 'a' }, '401 claim_missing'],
    [{ tenant: 'a' }, '401 claim_missing'],
  ])('that requires a claim inside of another one: %j', async (claims, outcome) => {
    const harness = withIssuer({ requiredClaims: [['acme', 'tenant']] });
    expect(await harness.outcome(event(tokenWith(claims)))).toBe(outcome);
  });

  test('whose groups are inside of another claim', async () => {
    const harness = new AuthorizerHarness(
      { [ROUTE]: { access: { type: 'group', group: 'admin' }, decision: 'route' } },
      { config: { issuers: [{ ...OIDC, groupsClaim: ['realm_access', 'roles'] }] } },
    );
    expect(await harness.outcome(event(tokenWith({ realm_access: { roles: ['admin'] } })))).toBe('allow');
    expect(await harness.outcome(event(tokenWith({ realm_access: { roles: ['staff'] } })))).toBe('deny group_missing');
    expect(await harness.outcome(event(tokenWith({ 'realm_access.roles': ['admin'] })))).toBe('deny group_missing');
    expect(await harness.outcome(event(tokenWith({ hasgroups: true, _claim_names: { groups: 'src1' } })))).toBe(
      'deny group_missing',
    );
  });

  test.each<[string, object, unknown]>([
    ['that all go out', { plan: ['Order Admins'] }, undefined],
    ['that is unsafe', { plan: 'a\nb' }, ['plan']],
    ['that are too long together', { acme: { roles: ['y'.repeat(4_500)] } }, ['acme_roles']],
    ['that is not exact', { acme: { roles: [2 ** 53] } }, ['acme', 'acme_roles']],
  ])('with claims for the backend %s', async (_, claims, leftOut) => {
    const config = { contextClaims: ['plan', 'acme', ['acme', 'roles']] };
    const harness = new AuthorizerHarness({ [ROUTE]: READERS }, { config });
    const { answer, line } = await harness.ask(event(tokenWith(claims)));
    expect(answer).toBe('allow');
    expect(line.leftOut).toEqual(leftOut);
  });

  test.each<[string, object, string]>([
    ['at+jwt', { typ: 'at+jwt' }, 'allow'],
    ['AT+JWT', { typ: 'AT+JWT' }, 'allow'],
    ['application/at+jwt', { typ: 'application/at+jwt' }, 'allow'],
    ['JWT', { typ: 'JWT' }, '401 token_use_mismatch'],
    ['nothing', { typ: undefined }, '401 token_use_mismatch'],
    ['application/jwt', { typ: 'application/jwt' }, '401 token_use_mismatch'],
    ['x+at+jwt', { typ: 'x+at+jwt' }, '401 token_use_mismatch'],
    ['at+jwt+x', { typ: 'at+jwt+x' }, '401 token_use_mismatch'],
  ])('that writes the type of access tokens: %s', async (type, header, outcome) => {
    const harness = withIssuer({ requireAccessTokenType: true });
    const { answer, line } = await harness.ask(event(tokenWith({}, header)));
    expect(answer === 'allow' ? answer : `${answer} ${String(line.reason)}`).toBe(outcome);
    // A type that no token may have is refused before anybody asks who the issuer is.
    expect(line.issuer).toBe(type.includes('x') ? undefined : OIDC.issuer);
  });

  test('does not take for a claim what every object inherits', async () => {
    const harness = withIssuer({ requiredClaims: ['constructor'] });
    expect(await harness.outcome(event(tokenWith()))).toBe('401 claim_missing');
  });
});

function fail(message: string): never {
  throw new Error(message);
}
