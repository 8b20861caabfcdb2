import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { settings } from '../../../lambda/jwt-authorizer/config';
import { DecisionLog } from '../../../lambda/jwt-authorizer/decision-log';
import { createHandler, type Handler } from '../../../lambda/jwt-authorizer/handler';
import { placeIssuers } from '../../../lib/authorizers/issuer-placement';
import { tokenIssuerOf } from '../../support/provider-issuers';
import { claimsAt, PROVIDER_TOKENS, type ProviderToken } from '../../support/provider-tokens';
import { newStack } from '../../support/synth';
import { generateSigningKey, jwksOf, signToken } from '../../support/token-factory';
import { event, NOW } from './fixtures';
import { MemoryTable } from './tables/memory-table';

const stack = newStack();
const key = generateSigningKey('RS256', 'key-1');
const { early: issuers } = placeIssuers(
  PROVIDER_TOKENS.map(({ issuer, trust }) => tokenIssuerOf(stack, issuer, trust)),
);
const PREFIX = 'aVeryLongGeneratedPrefixOf40Characters00';
const groups = [...new Set(PROVIDER_TOKENS.flatMap(({ expected }) => expected.group ?? []))];

/** One API that trusts all of the providers, with a usage tier for each client, and a route for each group. */
const route = (access: object): object => ({ access, decision: 'route' });
const table = {
  version: 1,
  routes: {
    'GET /orders/{orderId}': route({ type: 'authenticated' }),
    ...Object.fromEntries(groups.map((group, index) => [`GET /g${index}`, route({ type: 'group', group })])),
  },
  usage: {
    clients: PROVIDER_TOKENS.map(({ expected }, index) => ({
      clientId: expected.client,
      tier: `T${index}`,
      key: `k${index}`,
    })),
    tiers: [{ tier: 'Free', key: 'free' }],
  },
};
const config = {
  issuers: [],
  issuersFile: 'issuers.json',
  contextClaims: [],
  clockToleranceSeconds: 0,
  notBeforeToleranceSeconds: 10,
  revocationTable: 'revoked',
};

class World {
  public readonly fetched: string[] = [];
  public readonly revoked = new MemoryTable();
  public readonly lines: Record<string, unknown>[] = [];
  private readonly handler: Handler;

  public constructor(changes: object = {}) {
    const write = (_: unknown, line: unknown): number => this.lines.push(line as Record<string, unknown>);
    const published = new Set(PROVIDER_TOKENS.map(({ jwksUri }) => jwksUri));
    this.handler = createHandler({
      loadSettings: () => settings({ ...config, ...changes }, table, PREFIX, { version: 1, issuers }),
      fetchJwks: async (url) => {
        this.fetched.push(url);
        if (!published.has(url)) throw new Error(`no keys at ${url}`);
        return Buffer.from(JSON.stringify(jwksOf(key)));
      },
      now: () => NOW * 1_000,
      openTables: async () => () => this.revoked,
      log: new DecisionLog({ addContext: () => undefined, info: write, warn: write, error: write } as never),
    });
  }

  public async ask(token: string, resource = '/orders/{orderId}'): Promise<APIGatewayAuthorizerResult | string> {
    const path = resource.replace('{orderId}', '42');
    const overrides = {
      resource,
      path,
      methodArn: `arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET${path}`,
      pathParameters: path === resource ? null : { orderId: '42' },
      requestContext: { httpMethod: 'GET', resourcePath: resource, requestId: 'r-1', extendedRequestId: 'e-1' },
    };
    return this.handler(event(token, overrides)).catch((error: Error) => error.message);
  }

  public get line(): Record<string, unknown> {
    return this.lines[this.lines.length - 1];
  }
}

function sign(token: ProviderToken, changes: object = {}): string {
  return signToken(key, { ...claimsAt(token, NOW), ...changes }, { typ: undefined, ...token.header });
}

/** The answer to one request of a process that has seen none before. */
async function reasonOf(token: ProviderToken, changes: object): Promise<unknown> {
  const world = new World();
  return [await world.ask(sign(token, changes)), world.line.reason];
}

describe.each(PROVIDER_TOKENS.map((token, index) => ({ token, index, name: token.name })))(
  '$name',
  ({ token, index }) => {
    const { client, subject, scope, group } = token.expected;

    test('gets in, with its client, subject, scopes and tier, and in the log', async () => {
      const world = new World();
      expect(await world.ask(sign(token))).toMatchObject({
        principalId: subject,
        policyDocument: { Statement: [{ Effect: 'Allow' }] },
        usageIdentifierKey: `${PREFIX}-k${index}`,
      });
      const result = (await world.ask(sign(token))) as APIGatewayAuthorizerResult;
      expect(result.context).toEqual({
        sub: subject,
        iss: token.issuer,
        clientId: client,
        tier: `T${index}`,
        ...(scope !== undefined && { scope }),
      });
      expect(world.line).toMatchObject({ outcome: 'allow', issuer: token.issuer, clientId: client, sub: subject });
      expect(new Set(world.fetched)).toEqual(new Set([token.jwksUri]));
    });

    test('is in its groups, and in no other', async () => {
      const world = new World();
      const answers = [];
      for (const resource of groups.map((_, number) => `/g${number}`)) {
        const result = (await world.ask(sign(token), resource)) as APIGatewayAuthorizerResult;
        answers.push(result.policyDocument.Statement[0].Effect);
      }
      expect(answers).toEqual(groups.map((name) => (name === group ? 'Allow' : 'Deny')));
    });

    test('is revoked by its client', async () => {
      const world = new World();
      world.revoked.add(`client_id ${token.issuer} another`);
      expect(typeof (await world.ask(sign(token)))).toBe('object');
      world.revoked.add(`client_id ${token.issuer} ${client}`);
      expect([await world.ask(sign(token)), world.line.reason]).toEqual(['Unauthorized', 'token_revoked']);
    });

    test('is refused with another audience or client, by another issuer, when it is old, or comes much too early', async () => {
      const stranger = token.trust.factory === 'userPool' ? 'client_not_allowed' : 'audience_mismatch';
      const other =
        token.trust.factory === 'userPool' && token.trust.tokenUse === 'access' ? { client_id: 'x' } : { aud: 'x' };
      expect(await reasonOf(token, other)).toEqual(['Unauthorized', stranger]);
      expect(await reasonOf(token, { iss: `${token.issuer}x` })).toEqual(['Unauthorized', 'issuer_not_trusted']);
      expect(await reasonOf(token, { exp: NOW })).toEqual(['Unauthorized', 'token_expired']);
      expect(await reasonOf(token, { nbf: NOW + 11 })).toEqual(['Unauthorized', 'token_not_yet_valid']);
    });

    test('gets in when the clock of its issuer is ahead by ten seconds', async () => {
      expect(typeof (await new World().ask(sign(token, { iat: NOW + 10, nbf: NOW + 10 })))).toBe('object');
    });

    if (token.trust.factory !== 'userPool' && token.trust.clientClaims === undefined) {
      test('is refused if it names a second client', async () => {
        const free = ['client_id', 'azp', 'appid', 'cid'].find((name) => !(name in token.claims)) as string;
        expect(await reasonOf(token, { [free]: 'another' })).toEqual(['Unauthorized', 'client_ambiguous']);
        expect(await reasonOf(token, { [free]: ['another'] })).toEqual(['Unauthorized', 'client_ambiguous']);
      });
    }
  },
);

test('both kinds of tokens of one pool have their own clients', async () => {
  const [access, id] = PROVIDER_TOKENS.filter(({ trust }) => trust.factory === 'userPool');
  const mixed = { client_id: id.expected.client };
  expect(await reasonOf(access, mixed)).toEqual(['Unauthorized', 'client_not_allowed']);
  expect(await reasonOf(id, { aud: access.expected.client })).toEqual(['Unauthorized', 'client_not_allowed']);
});

test('a client is another one in the name of another issuer', async () => {
  const world = new World();
  const [first, second] = PROVIDER_TOKENS;
  world.revoked.add(`client_id ${second.issuer} ${first.expected.client}`);
  expect(typeof (await world.ask(sign(first)))).toBe('object');
});

test('with twenty providers no keys are fetched before they are needed', async () => {
  const world = new World();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(world.fetched).toEqual([]);
});
