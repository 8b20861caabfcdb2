import { App, CfnOutput, NestedStack, Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { Access, ApiAuthorizer, RouteTarget, SecureApiGateway, TokenIssuer, UsageIdentity } from '../../../lib';
import { newApp, newStack } from '../../support/synth';

const issuers = [TokenIssuer.oidc('https://acme.eu.auth0.com/', { audiences: ['https://api.acme.com'] })];
const throttle = { rateLimit: 17, burstLimit: 34 };

describe('what CloudFormation counts in a template is counted in the stack', () => {
  const rule =
    'CloudFormation resolves 60 dynamic references in a template, one for each key and one for the authorizer among them; ' +
    "let more clients share their tier's bucket, or move the API, or what else has references, to a stack of its own " +
    '[UsageClientsTooMany]';

  function addApi(scope: Construct, id: string, clients: number): void {
    const options = { authorizer: ApiAuthorizer.jwt({ issuers }), usageIdentity: UsageIdentity.TOKEN };
    const api = new SecureApiGateway(scope, id, options);
    api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
    const tier = api.addUsageTier('Free', { throttle, isDefault: true });
    for (let client = 0; client < clients; client += 1) tier.addClient(`c${client}`, `id-${client}`);
  }

  test('two APIs share the limit', () => {
    const stackWith = (clients: number): Stack => {
      const stack = newStack();
      addApi(stack, 'One', 28);
      addApi(stack, 'Two', clients);
      return stack;
    };
    expect(() => App.of(stackWith(28))?.synth()).not.toThrow();
    const synth = (): unknown => App.of(stackWith(29))?.synth();
    expect(synth).toThrow(
      `[S/One/TokenUsage] tiers and clients have 29 keys together, and the stack 'S' has 31 dynamic references besides; ${rule}`,
    );
    expect(synth).toThrow(
      `[S/Two/TokenUsage] tiers and clients have 30 keys together, and the stack 'S' has 30 dynamic references besides; ${rule}`,
    );
  });

  test('references of others count, of any kind and by an override', () => {
    const stackWith = (parameters: number): Stack => {
      const stack = newStack();
      addApi(stack, 'Api', 50);
      for (let index = 0; index < parameters; index += 1) {
        new CfnOutput(stack, `O${index}`, { value: `{{resolve:ssm:/shop/${index}}}` });
      }
      const topic = new sns.CfnTopic(stack, 'Topic');
      topic.addPropertyOverride('DisplayName', '{{resolve:ssm-secure:/shop/name}}-{{resolve:secretsmanager:shop}}');
      return stack;
    };
    expect(() => App.of(stackWith(6))?.synth()).not.toThrow();
    expect(() => App.of(stackWith(7))?.synth()).toThrow(
      `tiers and clients have 51 keys together, and the stack 'S' has 9 dynamic references besides; ${rule}`,
    );
  });

  test('other stacks, nested ones too, have templates of their own', () => {
    const app = newApp();
    const stack = newStack({}, app);
    addApi(stack, 'Api', 50);
    addApi(new NestedStack(stack, 'Nested'), 'Api', 50);
    addApi(new Stack(app, 'Other'), 'Api', 50);
    expect(() => app.synth()).not.toThrow();
  });
});
