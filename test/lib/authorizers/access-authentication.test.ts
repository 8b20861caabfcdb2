import { Duration, Lazy } from 'aws-cdk-lib';
import { Access } from '../../../lib';

test.each<[Access, object, string]>([
  [
    Access.claimOneOf('plan', 'gold', '7'),
    { type: 'claimOneOf', claim: 'plan', values: ['gold', '7'] },
    'claim plan one of gold, 7',
  ],
  [
    Access.claimContains('roles', 'buyer'),
    { type: 'claimContains', claim: 'roles', value: 'buyer' },
    'claim roles contains buyer',
  ],
  [
    Access.authenticatedWithin(Duration.minutes(15)),
    { type: 'authenticationAge', maxSeconds: 900 },
    'signed in within 900 s',
  ],
  [
    Access.authenticationContext('urn:gold', 'urn:platinum'),
    { type: 'claimOneOf', claim: 'acr', values: ['urn:gold', 'urn:platinum'] },
    'claim acr one of urn:gold, urn:platinum',
  ],
  [
    Access.authenticationMethods('mfa'),
    { type: 'claimContains', claim: 'amr', value: 'mfa' },
    'claim amr contains mfa',
  ],
  [
    Access.authenticationMethods('mfa', 'hwk'),
    {
      type: 'allOf',
      rules: [
        { type: 'claimContains', claim: 'amr', value: 'mfa' },
        { type: 'claimContains', claim: 'amr', value: 'hwk' },
      ],
    },
    '(claim amr contains mfa and claim amr contains hwk)',
  ],
])('%s is a rule, and says so in words', (access, rule, words) => {
  expect(access._rule).toEqual(rule);
  expect(access.toString()).toBe(words);
});

const text = 'it must be a string of at least one character';
const one = 'it must hold at least one; an empty list never means everyone';

test.each<[string, () => Access, string]>([
  [
    'claimOneOf without a name',
    () => Access.claimOneOf('', 'a'),
    `'name' is ""; ${text} (at Access.claimOneOf()) [AccessClaimInvalid]`,
  ],
  [
    'claimOneOf without values',
    () => Access.claimOneOf('plan'),
    `'values' is []; ${one} (at Access.claimOneOf()) [AccessListEmpty]`,
  ],
  [
    'claimOneOf with a number',
    () => Access.claimOneOf('plan', 7 as never),
    `'values' is 7; ${text} (at Access.claimOneOf()) [AccessClaimInvalid]`,
  ],
  [
    'claimContains without a value',
    () => Access.claimContains('roles', ''),
    `'value' is ""; ${text} (at Access.claimContains()) [AccessClaimInvalid]`,
  ],
  [
    'authenticationContext without values',
    () => Access.authenticationContext(),
    `'values' is []; ${one} (at Access.authenticationContext()) [AccessListEmpty]`,
  ],
  [
    'authenticationMethods without methods',
    () => Access.authenticationMethods(),
    `'methods' is []; ${one} (at Access.authenticationMethods()) [AccessListEmpty]`,
  ],
  ...[Duration.seconds(0), Duration.millis(1_500), Duration.days(366)].map((age): [string, () => Access, string] => [
    `authenticatedWithin ${age.toMilliseconds()} ms`,
    () => Access.authenticatedWithin(age),
    `'maxAge' is ${age.toMilliseconds() / 1_000}; it must be a whole number from 1 to 31536000 seconds (at Access.authenticatedWithin()) [AccessAgeOutOfRange]`,
  ]),
])('fails for %s', (_, make, message) => {
  expect(make).toThrow(message);
});

test('fails for tokens: rules are written at synth', () => {
  const token = Lazy.string({ produce: () => 'gold' });
  const age = Duration.seconds(Lazy.number({ produce: () => 9 }));
  for (const make of [
    () => Access.claimOneOf('plan', token),
    () => Access.claimContains(token, 'a'),
    () => Access.authenticatedWithin(age),
  ]) {
    expect(make).toThrow('[AccessTokenUnresolved]');
  }
});
