import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { Access, RequestBody, RouteTarget } from '../../lib';
import { sortKeys } from '../../lib/private/sorted-keys';
import { newGateway, newStack } from '../support/synth';

type Shuffle = <T>(value: T) => T;

/** Another order of the members of every object, as Java's and Go's maps have one in each process. */
function shuffledBy(random: () => number): Shuffle {
  const shuffle = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffle);
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    const ranked = Object.entries(value).map(([name, member]) => ({ name, member: shuffle(member), rank: random() }));
    return Object.fromEntries(ranked.sort((a, b) => a.rank - b.rank).map(({ name, member }) => [name, member]));
  };
  return shuffle as Shuffle;
}

const SCHEMA = {
  type: 'object',
  description: 'What a customer buys',
  required: ['sku', 'lines'],
  properties: {
    sku: { type: 'string', minLength: 1, maxLength: 9, pattern: '^[A-Z]+$' },
    lines: { items: { $ref: '#/definitions/line' }, type: 'array', maxItems: 5 },
    price: { anyOf: [{ type: 'integer', minimum: 0 }, { enum: ['free', { of: 'charge', for: ['b', 'a'] }] }] },
  },
  definitions: {
    line: {
      dependencies: { b: ['a'], a: { minProperties: 2 } },
      properties: { a: { type: 'null' }, b: { not: true } },
    },
    word: { type: ['string', 'null'] },
  },
};

const STATUS = {
  type: apigateway.IntegrationType.HTTP,
  integrationHttpMethod: 'GET',
  uri: 'https://status.acme.com/{area}',
};

function templateOf(shuffle: Shuffle): string {
  const stack = newStack();
  const api = newGateway(stack, shuffle({ throttle: { rateLimit: 11, burstLimit: 12 }, stageName: 'live' }));
  const access = Access.authenticated();
  const target = RouteTarget.mock(shuffle({ statusCode: 200, body: '{}' }));
  const body = RequestBody.json(shuffle(SCHEMA), { allowEmptySchemas: true });
  api.addRoute('POST /orders', target, shuffle({ access, body, throttle: { rateLimit: 1, burstLimit: 2 } }));
  api.addRoute('PUT /orders', target, { access, body: RequestBody.jsonText(JSON.stringify(shuffle(SCHEMA))) });
  const integration = new apigateway.Integration({
    ...STATUS,
    options: shuffle({
      requestParameters: {
        'integration.request.path.area': "'eu'",
        'integration.request.header.b': "'2'",
        'integration.request.header.a': "'1'",
      },
      requestTemplates: { 'text/plain': 'b', 'application/json': 'a' },
      integrationResponses: [
        {
          statusCode: '200',
          responseParameters: { 'method.response.header.x': "'1'", 'method.response.header.a': "'2'" },
          responseTemplates: { 'text/plain': 'b', 'application/json': 'a' },
        },
      ],
    }),
  });
  const methodResponses = shuffle([
    { statusCode: '200', responseParameters: { 'method.response.header.x': true, 'method.response.header.a': true } },
  ]);
  api.addRoute('GET /status', RouteTarget.integration(integration, { methodResponses }), { access });
  api.addUsageTier('Partner', {
    throttle: shuffle({ rateLimit: 5, burstLimit: 6 }),
    quota: shuffle({ limit: 7, period: apigateway.Period.DAY }),
    routeThrottles: shuffle({
      'POST /orders': { rateLimit: 1, burstLimit: 2 },
      'PUT /orders': { rateLimit: 3, burstLimit: 4 },
      'GET /status': { rateLimit: 5, burstLimit: 6 },
    }),
  });
  return JSON.stringify(Template.fromStack(stack).toJSON());
}

test('the order of keys reaches no template and no logical id', () => {
  const expected = templateOf((value) => value);
  // The same order again: what differs below is the shuffle's doing.
  expect(templateOf((value) => value)).toBe(expected);
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (numbers) => {
      expect(templateOf(shuffledBy(() => numbers.next().value as number))).toBe(expected);
    }),
    { numRuns: 12 },
  );
}, 60_000);

test('one schema in two orders is one model', () => {
  const stack = newStack();
  const api = newGateway(stack);
  const access = Access.authenticated();
  const target = RouteTarget.mock({ statusCode: 200 });
  const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'number' } } };
  const reversed = { properties: { b: { type: 'number' }, a: { type: 'string' } }, type: 'object' };
  api.addRoute('POST /orders', target, { access, body: RequestBody.json(schema) });
  api.addRoute('PUT /orders', target, { access, body: RequestBody.json(reversed) });
  Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Model', 1);
});

test('the order of lists stays', () => {
  const schema = { required: ['b', 'a'], enum: ['z', 'y'], type: ['string', 'null'], allOf: [{ b: 1, a: 2 }, 1] };
  expect(JSON.stringify(sortKeys(schema))).toBe(
    '{"allOf":[{"a":2,"b":1},1],"enum":["z","y"],"required":["b","a"],"type":["string","null"]}',
  );
});

test('what is no plain object stays as it is', () => {
  const date = new Date(0);
  const sorted = sortKeys({ b: date, a: null, c: undefined, __proto__: null });
  expect(sorted.b).toBe(date);
  expect(Object.keys(sorted)).toEqual(['a', 'b', 'c']);
  const named = JSON.parse('{"b":1,"__proto__":2}') as object;
  expect(Object.keys(sortKeys(named))).toEqual(['__proto__', 'b']);
});
