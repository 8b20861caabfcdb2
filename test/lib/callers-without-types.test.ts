import { CfnParameter, Lazy } from 'aws-cdk-lib';
import {
  Access,
  ApiAuthorizer,
  Firewall,
  RequestBody,
  RouteTarget,
  SecureApiGateway,
  TokenIssuer,
  TokenUse,
} from '../../lib';
import { importedClient, importedFunction, importedPool, newGateway, newStack, newStackIn } from '../support/synth';

/** What JavaScript callers, whom no compiler stops, can get wrong. */
const target = RouteTarget.mock({ statusCode: 200 });
const access = Access.authenticated();

test.each<[string, () => unknown, string]>([
  [
    'no authorizer',
    () => new SecureApiGateway(newStack(), 'Api', {} as never),
    "'authorizer' is undefined; it must be an ApiAuthorizer: there is no default for who may call (at S/Api) [AuthorizerMissing]",
  ],
  [
    'no access',
    () => newGateway(newStack()).addRoute('GET /', target, {} as never),
    "route 'GET /' has no 'access'; say who may call it: there is no default; everybody is addPublicRoute() with a reason (at S/Api) [AccessMissing]",
  ],
  [
    'a list of rules as one argument',
    () => Access.anyOf([access] as never),
    'each must be an Access, given as an argument of its own (at Access.anyOf()) [AccessMissing]',
  ],
  [
    'a schema instead of a body',
    () => newGateway(newStack()).addRoute('POST /', target, { access, body: { type: 'object' } as never }),
    'the \'body\' of \'POST /\' is {"type":"object"}; it must be a RequestBody: put the schema into RequestBody.json() (at S/Api) [BodyInvalid]',
  ],
  [
    'null as a body',
    () => newGateway(newStack()).addRoute('POST /', target, { access, body: null as never }),
    "the 'body' of 'POST /' is null; it must be a RequestBody: put the schema into RequestBody.json() (at S/Api) [BodyInvalid]",
  ],
  [
    'no schema',
    () => newGateway(newStack()).addRoute('POST /', target, { access, body: RequestBody.json(undefined as never) }),
    '[SchemaInvalid]',
  ],
  [
    'a schema that accepts everything',
    () => newGateway(newStack()).addRoute('POST /', target, { access, body: RequestBody.json({ title: 'any' }) }),
    "the schema accepts every body; say what bodies look like, or RequestBody.unvalidated(reason) (at S/Api, body of 'POST /') [SchemaInvalid]",
  ],
  [
    'an HMAC algorithm',
    () => TokenIssuer.oidc('https://a.acme.com', { audiences: ['a'], algorithms: ['HS256' as never] }),
    '\'algorithms\' is "HS256"; it must be one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA (at TokenIssuer.oidc()) [IssuerAlgorithmInvalid]',
  ],
  [
    'an empty audience',
    () => TokenIssuer.oidc('https://a.acme.com', { audiences: [''] }),
    '\'audiences\' is ""; it must be text of at least one character (at TokenIssuer.oidc()) [TextEmpty]',
  ],
  [
    'no token use',
    () => {
      const stack = newStack();
      const clients = [importedClient(stack, 'web')];
      return TokenIssuer.userPool(importedPool(stack, 'P'), { clients, tokenUse: undefined as never });
    },
    "'tokenUse' is undefined; it must be one of access, id (at TokenIssuer.userPool()) [IssuerTokenUseInvalid]",
  ],
  [
    'more audiences than an environment holds',
    () => {
      const audiences = Array.from({ length: 200 }, (_, index) => `https://api-${index}.acme.com/orders`);
      const late = Lazy.string({ produce: () => 'late' });
      const issuers = [TokenIssuer.oidc('https://a.acme.com', { audiences: [...audiences, late] })];
      return newGateway(newStack(), { authorizer: ApiAuthorizer.jwt({ issuers }) });
    },
    "they may have 3800, because they stand in the function's environment; write the URLs, audiences and client ids that you know as literal text: issuers without CDK tokens stand in a file, where there may be any number of them (at S/Api/Authorizer/Function) [IssuersTooLarge]",
  ],
  [
    'an identity source as cache key',
    () => {
      const stack = newStack();
      const options = { cacheKey: 'method.request.querystring.x' as never };
      return newGateway(stack, { authorizer: ApiAuthorizer.lambda(importedFunction(stack, 'a'), options) });
    },
    '\'cacheKey\' is "method.request.querystring.x"; it must be one of context.resourcePath, context.path (at S/Api/Authorizer) [CacheKeyInvalid]',
  ],
  [
    'a web ACL of another region',
    () =>
      newGateway(newStackIn('eu-west-3'), {
        firewall: Firewall.existing('arn:aws:wafv2:us-east-1:210987654321:regional/webacl/a/b'),
      }),
    "the web ACL must be in the API's region, eu-west-3 (at S/Api/Firewall) [FirewallWebAclRegion]",
  ],
  [
    'no throttle in a tier',
    () => newGateway(newStack()).addUsageTier('T', {} as never),
    "'throttle' is undefined; it must have a 'rateLimit' and a 'burstLimit' (at S/Api/UsageTiers/T) [ThrottleOutOfRange]",
  ],
  [
    "an account's throttle that is no number",
    () => newGateway(newStack(), { accountThrottle: { rateLimit: NaN, burstLimit: 1 } }),
    "'accountThrottle.rateLimit' is NaN; it must be a number from 1 to 9007199254740991 (at S/Api) [ThrottleOutOfRange]",
  ],
  [
    'a reason of white space that nobody sees',
    () => Firewall.none('\u200b'),
    'it must say why the protection is not needed here (at Firewall.none()) [ReasonMissing]',
  ],
  ['a path of dots', () => newGateway(newStack()).addRoute('GET /a/..', target, { access }), '[RoutePathInvalid]'],
])('fails with %s', (_what, call, message) => {
  expect(call).toThrow(message);
});

test('names that every JavaScript object has can be parts of a path, and no client', () => {
  const api = newGateway(newStack());
  for (const part of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    api.addRoute(`GET /a/${part}/x`, target, { access });
  }
  expect(api.routes).toHaveLength(4);
  const tier = api.addUsageTier('T', { throttle: { rateLimit: 1, burstLimit: 1 } });
  expect(() => tier.addApiKey('constructor')).toThrow("no word of JavaScript's own (at S/Api/UsageTiers/T)");
});

test("a throttle can be below an account's that is a token", () => {
  const stack = newStack();
  const limit = new CfnParameter(stack, 'Limit', { type: 'Number' }).valueAsNumber;
  const accountThrottle = { rateLimit: limit, burstLimit: limit };
  expect(() => newGateway(stack, { accountThrottle, throttle: { rateLimit: 3, burstLimit: 4 } })).not.toThrow();
});

test('a method that was added by hand is no route again, and the refusal leaves nothing behind', () => {
  const api = newGateway(newStack());
  api.restApi.root.addResource('x').addMethod('GET', undefined, { authorizationType: 'AWS_IAM' as never });
  for (const _attempt of [1, 2]) {
    expect(() => api.addRoute('GET /x', target, { access: Access.authenticated() })).toThrow(
      "route 'GET /x' is a method of the REST API already; each method of a path must be one route (at S/Api) [RouteDuplicate]",
    );
  }
  expect([api.routes, TokenUse.ID]).toEqual([[], 'id']);
});
