import { usageTiers } from '../../../lambda/jwt-authorizer/usage-tiers';
import type { VerifiedToken } from '../../../lambda/jwt-authorizer/verified-tokens';

const PREFIX = 'aVeryLongGeneratedPrefixOf40Characters00';
const RULES = {
  clients: [{ clientId: 'acme', tier: 'Partner', key: 'key-acme' }],
  tiers: [
    { tier: 'Partner', key: 'key-partner', claim: { name: 'plan', values: ['partner', '7', 'true'] } },
    { tier: 'Internal', key: 'key-internal', claim: { name: 'groups', values: ['staff', 'ops'] } },
    { tier: 'Free', key: 'key-free' },
  ],
};
const LATE = [{ clientId: 'late', tier: 'Internal', key: 'key-late' }];

function usageOf(claims: object, clientId?: string, rules: unknown = RULES): unknown {
  const tiers = usageTiers({ rules, lateClients: LATE, keyPrefix: PREFIX });
  return tiers.usageOf({ claims, clientId } as VerifiedToken);
}

test.each<[string, object, string | undefined, string, string]>([
  ['a client with a key of its own', {}, 'acme', 'Partner', 'key-acme'],
  ['a client whose id was a token', {}, 'late', 'Internal', 'key-late'],
  ['a client, whatever its claims', { plan: 'partner', groups: ['staff'] }, 'late', 'Internal', 'key-late'],
  ['another client', {}, 'acme ', 'Free', 'key-free'],
  ['a client in another case', {}, 'Acme', 'Free', 'key-free'],
  ['no client', {}, undefined, 'Free', 'key-free'],
  ['a claim', { plan: 'partner' }, 'other', 'Partner', 'key-partner'],
  ['a number', { plan: 7 }, 'other', 'Partner', 'key-partner'],
  ['a boolean', { plan: true }, 'other', 'Partner', 'key-partner'],
  ['a member of a list', { groups: ['x', 'ops'] }, 'other', 'Internal', 'key-internal'],
  ['the first of two claims that fit', { groups: ['ops'], plan: 'partner' }, 'other', 'Partner', 'key-partner'],
  ['a part of a value', { plan: 'partners' }, 'other', 'Free', 'key-free'],
  ['text with the value in it', { groups: 'x ops' }, 'other', 'Free', 'key-free'],
  ['an object', { plan: { partner: 'partner' } }, 'other', 'Free', 'key-free'],
  ['a list in a list', { groups: [['ops']] }, 'other', 'Free', 'key-free'],
  ['an empty list', { groups: [] }, 'other', 'Free', 'key-free'],
  ['null', { plan: null }, 'other', 'Free', 'key-free'],
  ['what every object inherits', { constructor: 'partner' }, 'other', 'Free', 'key-free'],
])('the tier of %s', (_, claims, clientId, tier, key) => {
  expect(usageOf(claims, clientId)).toEqual({ tier, usageIdentifierKey: `${PREFIX}-${key}` });
});

test('claims that every JavaScript object inherits choose no tier', () => {
  const rules = {
    ...RULES,
    tiers: [{ ...RULES.tiers[0], claim: { name: 'toString', values: ['x'] } }, RULES.tiers[2]],
  };
  expect(usageOf({}, undefined, rules)).toMatchObject({ tier: 'Free' });
});

test.each<[object, string]>([
  [{ acme: { plan: 'gold' } }, 'Partner'],
  [{ acme: { plan: ['x', 'gold'] } }, 'Partner'],
  [{ 'acme.plan': 'gold' }, 'Free'],
  [{ acme: [{ plan: 'gold' }] }, 'Free'],
  [{ plan: 'gold' }, 'Free'],
])('a claim inside of another one chooses: %j', (claims, tier) => {
  const nested = { ...RULES.tiers[0], claim: { name: ['acme', 'plan'], values: ['gold'] } };
  expect(usageOf(claims, undefined, { ...RULES, tiers: [nested, RULES.tiers[2]] })).toMatchObject({ tier });
});

describe('is broken', () => {
  const [partner, , free] = RULES.tiers;
  test.each<[string, unknown, string]>([
    ['text', 'tiers', 'usage must be an object'],
    ['null', null, 'usage must be an object'],
    ['one member more', { ...RULES, plan: 1 }, 'usage must have exactly the members clients, tiers'],
    ['no clients', { tiers: RULES.tiers }, 'usage must have exactly the members clients, tiers'],
    ['clients in text', { ...RULES, clients: 'acme' }, 'usage clients must be an array'],
    ['no tier', { ...RULES, tiers: [] }, 'usage tiers must end with the default tier, and have no other'],
    [
      'no default tier',
      { ...RULES, tiers: [partner] },
      'usage tiers must end with the default tier, and have no other',
    ],
    ['two default tiers', { ...RULES, tiers: [free, free] }, 'usage tiers must end with the default tier'],
    ['the default tier first', { ...RULES, tiers: [free, partner] }, 'usage tiers must end with the default tier'],
    [
      'a tier without key',
      { ...RULES, tiers: [{ tier: 'Free' }] },
      'usage tier must have exactly the members tier, key',
    ],
    ['a key with a space', { ...RULES, tiers: [{ ...free, key: 'a b' }] }, 'usage tier key must match /^'],
    ['a key that is too long', { ...RULES, tiers: [{ ...free, key: 'k'.repeat(65) }] }, 'usage tier key must match /^'],
    ['an empty tier name', { ...RULES, tiers: [{ ...free, tier: '' }] }, 'usage tier tier must be a string'],
    [
      'a tier with one member more',
      { ...RULES, tiers: [{ ...free, x: 1 }] },
      'usage tier must have exactly the members',
    ],
    [
      'a claim that is null',
      { ...RULES, tiers: [{ ...partner, claim: null }, free] },
      'usage tier claim must be an object',
    ],
    [
      'a claim with one member more',
      { ...RULES, tiers: [{ ...partner, claim: { ...partner.claim, not: 'x' } }, free] },
      'usage tier claim must have exactly the members name, values',
    ],
    [
      'a claim without values',
      { ...RULES, tiers: [{ ...partner, claim: { name: 'plan', values: [] } }, free] },
      'usage tier claim values must not be empty',
    ],
    [
      'a claim without name',
      { ...RULES, tiers: [{ ...partner, claim: { name: '', values: ['a'] } }, free] },
      'usage tier claim name must be a string that is not empty',
    ],
    ['a client without id', { ...RULES, clients: [{ tier: 'Free', key: 'k' }] }, 'usage client must have exactly'],
    [
      'a client with an empty id',
      { ...RULES, clients: [{ clientId: '', tier: 'Free', key: 'k' }] },
      'usage client clientId must be a string that is not empty',
    ],
    [
      'a client with a bad key',
      { ...RULES, clients: [{ clientId: 'a', tier: 'Free', key: '\n' }] },
      'usage client key must match /^',
    ],
    [
      'a client with an empty tier',
      { ...RULES, clients: [{ clientId: 'a', tier: '', key: 'k' }] },
      'usage client tier must be a string that is not empty',
    ],
    ['a client that stands in both places', { ...RULES, clients: LATE }, 'usage clients must not name a client twice'],
  ])('with %s', (_, rules, message) => {
    expect(() => usageOf({}, undefined, rules)).toThrow(message);
  });

  test.each([undefined, '', 'short', 'x'.repeat(65), '{{resolve:secretsmanager:a:SecretString:::}}'])(
    'with the key prefix %p',
    (keyPrefix) => {
      expect(() => usageTiers({ rules: RULES, lateClients: undefined, keyPrefix })).toThrow('USAGE_KEY_PREFIX must');
    },
  );

  test.each([null, {}, 'late'])('with %p for late clients', (lateClients) => {
    expect(() => usageTiers({ rules: RULES, lateClients, keyPrefix: PREFIX })).toThrow('usageClients must be an array');
  });
});
