import fc from 'fast-check';
import type { AccessRule } from '../../../../lib/private/authorizer-contract';
import { event, NOW, OIDC } from '../fixtures';
import { type Facts, granted } from './reference-access';
import { token, World } from './world';

// Few values that overlap, so that rules are often met, and some that are only alike.
const VALUES = ['a', 'b', 'A', 'ab', '1', 'true'];
const value = fc.constantFrom(...VALUES);
const values = fc.array(value, { maxLength: 3 });
const name = fc.constantFrom('tenant', 'level', 'roles', ['roles'], ['level', 'roles'], ['level', 'a']);
const primitive = fc.constantFrom<unknown>(...VALUES, '', 1, true, null, 2 ** 53);
const claim = fc.oneof(
  primitive,
  fc.array(primitive, { maxLength: 3 }),
  fc.constant({ a: 'a' }),
  fc.constant({ roles: ['a', '1'] }),
);
const scope = fc.oneof(
  values,
  values.map((list) => list.join(' ')),
);

const { rule } = fc.letrec<{ rule: AccessRule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.constant({ type: 'authenticated' as const }),
    values.map((scopes) => ({ type: 'anyScope' as const, scopes })),
    values.map((scopes) => ({ type: 'allScopes' as const, scopes })),
    value.map((group) => ({ type: 'group' as const, group })),
    fc.record({ type: fc.constant('claim' as const), claim: name, value }),
    fc.record({ type: fc.constant('claimOneOf' as const), claim: name, values }),
    fc.record({ type: fc.constant('claimContains' as const), claim: name, value }),
    fc.constantFrom(5, 10, 60).map((maxSeconds) => ({ type: 'authenticationAge' as const, maxSeconds })),
    fc.record({
      type: fc.constant('claimEqualsPathParameter' as const),
      claim: name,
      parameter: fc.constantFrom('orderId', 'other'),
    }),
    fc.array(tie('rule'), { maxLength: 3 }).map((rules) => ({ type: 'allOf' as const, rules })),
    fc.array(tie('rule'), { maxLength: 3 }).map((rules) => ({ type: 'anyOf' as const, rules })),
  ),
}));
const claims = fc.record(
  {
    scope,
    scp: scope,
    tenant: claim,
    level: claim,
    roles: claim,
    auth_time: fc.constantFrom<unknown>(NOW, NOW - 10, NOW - 11, NOW + 1, '1'),
  },
  { requiredKeys: [] },
);
type Reference = (rule: AccessRule, facts: Facts) => boolean;

/** Whether the handler and the reference agree, and what the handler said. */
async function compare(access: AccessRule, given: object, orderId: string, reference: Reference) {
  const world = new World({ routes: { 'GET /orders/{orderId}': { access, decision: 'route' } } });
  const own = { scope: undefined, ...given };
  const { kind } = await world.ask(event(token(own), { pathParameters: { orderId } }));
  const facts = { claims: own, pathParameters: { orderId }, nowSeconds: NOW, groupsClaim: OIDC.groupsClaim };
  expect(['allow', 'deny']).toContain(kind);
  return { allowed: kind === 'allow', agree: (kind === 'allow') === reference(access, facts) };
}

test('the handler grants what the reference grants', async () => {
  let grants = 0;
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(rule, claims, value, async (access, given, orderId) => {
      const { allowed, agree } = await compare(access, given, orderId, granted);
      runs += 1;
      grants += Number(allowed);
      expect(agree).toBe(true);
    }),
    { numRuns: 5_000 },
  );
  expect(grants / runs).toBeGreaterThan(0.1);
  expect(grants / runs).toBeLessThan(0.9);
}, 20_000);

const prefixed: Reference = (access, facts) =>
  access.type === 'anyScope' ? String(facts.claims.scope).startsWith(access.scopes[0]) : granted(access, facts);
const generous: Reference = (access, facts) =>
  access.type === 'anyOf' && access.rules.length === 0 ? true : granted(access, facts);

test('a wrong reference is caught', async () => {
  const none: AccessRule = { type: 'anyOf', rules: [] };
  const some: AccessRule = { type: 'anyScope', scopes: ['a'] };
  expect((await compare(none, {}, 'a', generous)).agree).toBe(false);
  expect((await compare(some, { scope: 'ab' }, 'a', prefixed)).agree).toBe(false);
  expect((await compare(some, { scope: 'ab' }, 'a', granted)).agree).toBe(true);
});
