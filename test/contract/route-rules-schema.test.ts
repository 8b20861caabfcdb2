import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import type { App, Stack } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import fc from 'fast-check';
import { OrdersStack } from '../../bin/orders-stack';
import { routeRules } from '../../lambda/jwt-authorizer/route-rules';
import { usageTiers } from '../../lambda/jwt-authorizer/usage-tiers';
import { buildStack, configurations } from '../invariants/configurations';
import { newApp, synthesizedRules } from '../support/synth';

const ROOT = join(__dirname, '..', '..');
const schema = JSON.parse(readFileSync(join(ROOT, 'docs', 'schemas', 'routes.schema.json'), 'utf8')) as object;
const validate = new Ajv2020({ strict: true, strictTypes: true, allErrors: true }).compile(schema);

/** What the schema has against the table. */
function faults(table: unknown): string[] {
  validate(table);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function handlerTakes(table: any): boolean {
  try {
    routeRules(table);
    const { usage: rules } = table;
    if (rules !== undefined) {
      usageTiers({ rules, lateClients: undefined, keyPrefix: 'a-prefix-of-twenty-characters' });
    }
    return true;
  } catch {
    return false;
  }
}

/** What both say of a table, which they only ever see as JSON. */
function verdict(table: unknown): boolean {
  const read: unknown = JSON.parse(JSON.stringify(table));
  const bySchema = validate(read);
  const text = JSON.stringify(read);
  expect(`${bySchema} ${text}`).toBe(`${handlerTakes(read)} ${text}`);
  return bySchema;
}

function table(access: unknown, decision: unknown = 'route', key = 'GET /orders'): unknown {
  return { version: 1, routes: { [key]: { access, decision } } };
}

/** Runs an example as it stands, and gives the stack that it made. */
function stackOfExample(file: string): Stack {
  const apps: App[] = [];
  class RecordedApp extends cdk.App {
    public constructor() {
      super({ analyticsReporting: false, builtinCloudFormationValidation: false });
      apps.push(this);
    }
  }
  jest.isolateModules(() => {
    jest.doMock(
      'aws-cdk-lib',
      () => new Proxy(cdk, { get: (target, name: keyof typeof cdk) => (name === 'App' ? RecordedApp : target[name]) }),
    );
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the example is a program, not a module
    require(join(ROOT, 'examples', file));
  });
  jest.dontMock('aws-cdk-lib');
  return apps[0].node.children.find((child): child is Stack => cdk.Stack.isStack(child))!;
}

describe('what is synthesized conforms', () => {
  const examples = readdirSync(join(ROOT, 'examples')).filter((file) => file.endsWith('.ts'));
  const builds: [string, () => Stack][] = [
    ...examples.map((file): [string, () => Stack] => [file, () => stackOfExample(file)]),
    ['the reference app', () => new OrdersStack(newApp(), 'Orders')],
    ...configurations.map(({ name, ...rest }): [string, () => Stack] => [
      name,
      () => buildStack({ name, ...rest }, {}),
    ]),
  ];
  let tables = 0;

  test.each(builds)('%s', (_name, build) => {
    for (const rules of synthesizedRules(build())) {
      tables += 1;
      expect(faults(rules)).toEqual([]);
      expect(Object.keys(rules.routes).length).toBeGreaterThan(0);
      verdict(rules);
    }
  });

  test('they are many', () => {
    expect(tables).toBeGreaterThan(15);
  });
});

const text = fc.constantFrom('a', 'tenant_id', 'orders/read', '${aws:username}', 'ä b');
const claimName = fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }));
const scope = fc.constantFrom('orders/read', 'a', '*');
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 3 });

/** Rules of the kinds given, with others inside them. */
function rules(...more: fc.Arbitrary<unknown>[]): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constant({ type: 'authenticated' }),
      fc.record({ type: fc.constantFrom('anyScope', 'allScopes'), scopes: some(scope) }),
      fc.record({ type: fc.constant('group'), group: text }),
      fc.record({ type: fc.constantFrom('claim', 'claimContains'), claim: claimName, value: text }),
      fc.record({ type: fc.constant('claimOneOf'), claim: claimName, values: some(text) }),
      fc.record({ type: fc.constant('authenticationAge'), maxSeconds: fc.integer({ min: 1, max: 2 ** 40 }) }),
      fc.record({ type: fc.constant('claimEqualsPathParameter'), claim: claimName, parameter: text }),
      ...more,
      fc.record({ type: fc.constantFrom('allOf', 'anyOf'), rules: some(tie('rule')) }),
      fc.record({ type: fc.constantFrom('allOf', 'anyOf'), rules: some(tie('rule')) }),
    ),
  })).rule;
}

const key = fc.constantFrom('GET /', 'GET /orders', 'PUT /a.b/{c-d}', 'DELETE /{tenant}/x', 'OPTIONS /files/{path+}');

function tables(
  decision: fc.Arbitrary<string>,
  access: fc.Arbitrary<unknown>,
  usage?: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const routes = fc.dictionary(key, fc.record({ access, decision }), { minKeys: 1, maxKeys: 2 });
  const required = { version: fc.constant(1), routes };
  return usage ? fc.record({ ...required, usage }) : fc.record(required);
}

const VALUES = [
  ...[
    null,
    true,
    0,
    -1,
    1,
    1.5,
    2 ** 53,
    2 ** 53 - 1,
    60,
    '',
    ' ',
    'a b',
    'a',
    '1',
    '\ud800',
    [],
    {},
    ['a'],
    [''],
    [1],
  ],
  ...['route', 'path', 'request', 'authenticated', 'claim', 'allOf', 'nothing', 'constructor', 'a\n'],
  ...[{ type: 'authenticated' }, [{ type: 'authenticated' }], { type: 'claimEqualsPathParameter' }],
  ...['certificateBound', { type: 'dpopBound' }, 'a'.repeat(65)],
];
const NAMES = [
  ...['type', 'scopes', 'claim', 'value', 'values', 'rules', 'group', 'parameter', 'maxSeconds', 'usage', 'routes'],
  ...['access', 'decision', 'version', 'tier', 'key', 'clients', 'tiers', 'name', '__proto__', 'toString', '$schema'],
  ...['GET /a', 'GET /*', 'get /a', 'GET  /a', 'GET /a/', 'GET //', 'GET /{a}/{b+}', 'GET /{}', 'PUT /a b', 'GET /a\n'],
  ...['HEAD /ä', 'ANY /a', 'GET', 'GET a', 'GET /$default', 'GET /{a}b', 'PATCH /a:b~c', 'GET /\ud800', 'GET /\u00a0'],
];

/** Every object and list of the document. */
function containers(value: unknown): any[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(containers)];
}

interface Change {
  readonly kind: 'drop' | 'add' | 'replace' | 'empty' | 'wrap' | 'rename';
  readonly at: number;
  readonly member: number;
  readonly value: unknown;
  readonly name: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('drop', 'add', 'replace', 'replace', 'empty', 'wrap', 'rename'),
  at: fc.nat(),
  member: fc.nat(),
  value: fc.constantFrom(...VALUES),
  name: fc.constantFrom(...NAMES),
});

/** Defined, not assigned: `__proto__` is a name like any other in JSON. */
function put(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}

function mutated(document: unknown, { kind, at, member, value, name }: Change): unknown {
  const copy: unknown = structuredClone(document);
  const all = containers(copy);
  const target = all[at % all.length];
  const names = Object.keys(target as object);
  const chosen = names[member % Math.max(1, names.length)];
  if (kind === 'add') {
    if (Array.isArray(target)) target.push(structuredClone(value));
    else put(target, name, structuredClone(value));
  } else if (chosen === undefined) {
    return copy;
  } else if (kind === 'drop') {
    if (Array.isArray(target)) target.splice(member % target.length, 1);
    else delete target[chosen];
  } else if (kind === 'replace') {
    target[chosen] = structuredClone(value);
  } else if (kind === 'empty') {
    target[chosen] = Array.isArray(target[chosen]) ? [] : {};
  } else if (kind === 'wrap') {
    target[chosen] = { type: 'anyOf', rules: [{ type: 'allOf', rules: [target[chosen]] }] };
  } else if (!Array.isArray(target)) {
    const moved: unknown = target[chosen];
    delete target[chosen];
    put(target, name, moved);
  }
  return copy;
}

/** Compares both over mutated tables; neither "all are good" nor "none is" would compare anything. */
function compare(valid: fc.Arbitrary<unknown>): void {
  const runs = 2_000;
  let good = 0;
  fc.assert(
    fc.property(valid, fc.array(change, { maxLength: 2 }), (document, changes) => {
      if (verdict(changes.reduce(mutated, document))) good += 1;
    }),
    { numRuns: runs },
  );
  expect(good).toBeGreaterThan(runs * 0.15);
  expect(good).toBeLessThan(runs * 0.85);
}

describe('schema and handler say the same', () => {
  test('of mutated tables', () => {
    compare(tables(fc.constantFrom('route', 'path', 'path'), rules()));
  });

  test.each([
    'GET /orders',
    'GET /',
    'OPTIONS /{proxy+}',
    'GET /a/',
    'TRACE /a',
    'GET /a\n',
    'GET /*',
    'GET /${a}',
    '',
    '__proto__',
  ])('of the route %j', (name) => {
    verdict(
      JSON.parse(
        `{"version":1,"routes":{${JSON.stringify(name)}:{"access":{"type":"authenticated"},"decision":"route"}}}`,
      ),
    );
  });

  test.each([1, 2 ** 53 - 1, 2 ** 53, 0, -0, -1, 0.5, '1', null])('of maxSeconds %j', (maxSeconds) => {
    verdict(table({ type: 'authenticationAge', maxSeconds }));
  });

  test.each([
    ['a', true],
    ['a.b', true],
    [['a'], true],
    [['a', 'b.c'], true],
    ['', false],
    [[], false],
    [['a', ''], false],
    [['a', 1], false],
    [['a', ['b']], false],
    [{ a: 'b' }, false],
    [null, false],
  ])('of the claim %j', (name, valid) => {
    expect(verdict(table({ type: 'claim', claim: name, value: 'x' }))).toBe(valid);
    expect(verdict(table({ type: 'claimEqualsPathParameter', claim: name, parameter: 'p' }, 'path'))).toBe(valid);
  });

  test.each([null, [], 'text', 1, true, {}])('of the document %j', (document) => {
    expect(verdict(document)).toBe(false);
  });

  test('of a rule in two hundred others', () => {
    const nest = (rule: object) =>
      Array.from({ length: 200 }).reduce((inner) => ({ type: 'anyOf', rules: [inner] }), rule);
    expect(verdict(table(nest({ type: 'authenticated' })))).toBe(true);
    expect(verdict(table(nest({ type: 'unknown' })))).toBe(false);
    expect(verdict(table(nest({ type: 'claimEqualsPathParameter', claim: 'a', parameter: 'b' })))).toBe(false);
  });

  test.each([
    ['route', false],
    ['path', true],
  ])('of a path parameter with the decision %s', (decision, valid) => {
    const rule = { type: 'claimEqualsPathParameter', claim: 'tenant_id', parameter: 'tenantId' };
    expect(verdict(table(rule, decision))).toBe(valid);
    expect(verdict(table({ type: 'allOf', rules: [{ type: 'authenticated' }, rule] }, decision))).toBe(valid);
  });
});

describe('schema and handler say the same of senders and usage', () => {
  const tier = fc.record({ tier: text, key: fc.constantFrom('gold', 'a.b_c-d') });
  const usage = fc.record({
    clients: fc.uniqueArray(fc.record({ clientId: fc.uuid(), tier: text, key: fc.constantFrom('k', 'K-1') }), {
      maxLength: 2,
      selector: ({ clientId }) => clientId,
    }),
    tiers: tier.map((last) => [last]),
  });
  const bound = fc.constantFrom('certificateBound', 'dpopBound').map((type) => ({ type }));

  test('of mutated tables with rules about the sender', () => {
    compare(tables(fc.constantFrom('request', 'request', 'request', 'path', 'route'), rules(bound)));
  });

  test('of mutated tables with usage tiers', () => {
    const withClaims = fc.tuple(
      usage,
      fc.array(
        fc.record({ tier: text, key: fc.constant('s'), claim: fc.record({ name: claimName, values: some(text) }) }),
        {
          maxLength: 2,
        },
      ),
    );
    const whole = withClaims.map(([{ clients, tiers: last }, first]) => ({ clients, tiers: [...first, ...last] }));
    compareUsage(tables(fc.constant('route'), fc.constant({ type: 'authenticated' }), whole));
  });

  /** As {@link compare}, but the schema may take what only the handler's cross rules refuse. */
  function compareUsage(valid: fc.Arbitrary<unknown>): void {
    let good = 0;
    fc.assert(
      fc.property(valid, fc.array(change, { maxLength: 2 }), (document, changes) => {
        const changed: any = JSON.parse(JSON.stringify(changes.reduce(mutated, document)));
        if (validate(changed) && breaksCrossRule((changed as { usage?: unknown }).usage)) {
          expect(handlerTakes(changed)).toBe(false);
        } else if (verdict(changed)) good += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(good).toBeGreaterThan(300);
    expect(good).toBeLessThan(1_700);
  }

  function breaksCrossRule(value: any): boolean {
    if (value === undefined) return false;
    const ids = value.clients.map(({ clientId }: any) => clientId);
    const defaults = value.tiers.map((one: any) => !('claim' in one));
    return new Set(ids).size < ids.length || defaults.indexOf(true) !== defaults.length - 1;
  }

  test.each(['certificateBound', 'dpopBound'])('%s needs the decision request', (type) => {
    for (const rule of [
      { type },
      { type: 'anyOf', rules: [{ type: 'authenticated' }, { type: 'allOf', rules: [{ type }] }] },
    ]) {
      expect(verdict(table(rule, 'request'))).toBe(true);
      expect(verdict(table(rule, 'path'))).toBe(false);
      expect(verdict(table(rule, 'route'))).toBe(false);
    }
  });

  test('a path parameter may have the decision request', () => {
    expect(verdict(table({ type: 'claimEqualsPathParameter', claim: 'a', parameter: 'b' }, 'request'))).toBe(true);
  });

  const claim = { name: 'plan', values: ['gold'] };
  const client = { clientId: 'c', tier: 'gold', key: 'c' };
  test.each([
    ['no tier is the default', { clients: [], tiers: [{ tier: 'gold', key: 'g', claim }] }],
    [
      'the default is not the last',
      {
        clients: [],
        tiers: [
          { tier: 'd', key: 'd' },
          { tier: 'gold', key: 'g', claim },
        ],
      },
    ],
    [
      'there are two defaults',
      {
        clients: [],
        tiers: [
          { tier: 'd', key: 'd' },
          { tier: 'e', key: 'e' },
        ],
      },
    ],
    ['a client is named twice', { clients: [client, client], tiers: [{ tier: 'd', key: 'd' }] }],
  ])('left to the handler: %s', (_name, broken) => {
    const whole = { version: 1, routes: {}, usage: broken };
    expect(faults(whole)).toEqual([]);
    expect(handlerTakes(whole)).toBe(false);
  });
});
