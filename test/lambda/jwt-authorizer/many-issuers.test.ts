import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { loadSettings } from '../../../lambda/jwt-authorizer/config';
import { DecisionLog } from '../../../lambda/jwt-authorizer/decision-log';
import { createHandler } from '../../../lambda/jwt-authorizer/handler';
import { Access, JwtAuthorizerFunction, TokenIssuer } from '../../../lib';
import { newStack } from '../../support/synth';
import { generateSigningKey, jwksOf, signToken } from '../../support/token-factory';
import { event, NOW } from './fixtures';

const COUNT = 150;
const keys = [generateSigningKey('RS256', 'key-0'), generateSigningKey('RS256', 'key-1')];
const tenant = (index: number): string =>
  `https://login.microsoftonline.com/${String(index).padStart(8, '0')}-86f1-41af-91ab-2d7cd011db47`;
/** The key that a tenant signs with: two tenants in a row have different ones. */
const keyOf = (index: number): (typeof keys)[number] => keys[index % 2];

/** The environment of a function that trusts so many tenants, and that reads what was synthesized. */
function synthesized(): NodeJS.ProcessEnv {
  const stack = newStack();
  const issuers = Array.from({ length: COUNT }, (_, index) =>
    TokenIssuer.oidc(`${tenant(index)}/v2.0`, {
      audiences: ['api://orders'],
      jwksUri: `${tenant(index)}/discovery/v2.0/keys?appid=${index}`,
    }),
  );
  new JwtAuthorizerFunction(stack, 'Authorizer', { issuers }).addRule('GET /orders/{orderId}', Access.authenticated());
  const assembly = App.of(stack)!.synth();
  const { Resources } = assembly.getStackByName('S').template;
  const [fn] = Object.values<any>(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  return {
    AUTHORIZER_CONFIG: fn.Properties.Environment.Variables.AUTHORIZER_CONFIG,
    LAMBDA_TASK_ROOT: join(assembly.directory, fn.Metadata['aws:asset:path']),
  };
}

const environment = synthesized();

function world(): { fetched: string[]; ask: (token: string) => Promise<unknown> } {
  const fetched: string[] = [];
  const write = (): void => undefined;
  const handler = createHandler({
    loadSettings: () => loadSettings(environment),
    fetchJwks: async (url) => {
      fetched.push(url);
      return Buffer.from(JSON.stringify(jwksOf(keyOf(Number(new URL(url).searchParams.get('appid'))))));
    },
    now: () => NOW * 1_000,
    log: new DecisionLog({ addContext: write, info: write, warn: write, error: write }),
  });
  return {
    fetched,
    ask: (token) =>
      handler(event(token)).then(
        ({ context, policyDocument }) => [policyDocument.Statement[0].Effect, context?.iss],
        (error: Error) => error.message,
      ),
  };
}

const tokenOf = (index: number, key = keyOf(index)): string =>
  signToken(key, { iss: `${tenant(index)}/v2.0`, aud: 'api://orders', sub: 'u', azp: 'web', iat: NOW, exp: NOW + 60 });

test('the environment holds none of the tenants', () => {
  expect(environment.AUTHORIZER_CONFIG!.length).toBeLessThan(300);
  expect(environment.AUTHORIZER_CONFIG).not.toContain('login.microsoftonline.com');
});

test.each([0, 77, COUNT - 1])('tenant %d gets in, and only its keys are fetched', async (index) => {
  const { ask, fetched } = world();
  expect(await ask(tokenOf(index))).toEqual(['Allow', `${tenant(index)}/v2.0`]);
  expect(fetched).toEqual([`${tenant(index)}/discovery/v2.0/keys?appid=${index}`]);
});

test('a tenant that is not in the list stays out, and so does a key of another tenant', async () => {
  const { ask, fetched } = world();
  expect(await ask(tokenOf(COUNT))).toBe('Unauthorized');
  expect(fetched).toEqual([]);
  expect(await ask(tokenOf(5, keyOf(4)))).toBe('Unauthorized');
});
