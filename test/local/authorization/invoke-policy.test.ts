import { evaluatePolicy } from '../../../local/src/authorization/invoke-policy';
import { parsePolicyDocument } from '../../../local/src/authorization/policy-document';
import { matchesWildcard } from '../../../local/src/authorization/wildcard';
import { gatewayRequest } from '../support/models';

const ARN = 'arn:aws:execute-api:eu-west-3:210987654321:abc123defg/prod/GET/orders/17';
const request = gatewayRequest({
  sourceIp: '198.51.100.7',
  headers: [
    ['User-Agent', 'curl/9'],
    ['X-Other', 'y'],
  ],
});

function decide(...statements: object[]): string {
  const policy = parsePolicyDocument({ Version: '2012-10-17', Statement: statements });
  if (!policy) throw new Error('not a policy');
  return evaluatePolicy(policy, { methodArn: ARN, request });
}

const allow = (rest: object = {}): object => ({
  Effect: 'Allow',
  Action: 'execute-api:Invoke',
  Resource: '*',
  ...rest,
});
const deny = (rest: object = {}): object => ({ ...allow(rest), Effect: 'Deny' });

describe('resources', () => {
  test.each([
    ['*'],
    [ARN],
    ['arn:aws:execute-api:*:*:*'],
    ['arn:aws:execute-api:*'],
    ['arn:aws:execute-api:eu-west-3:210987654321:abc123defg/*'],
    ['arn:aws:execute-api:eu-west-3:210987654321:abc123defg/prod/*'],
    ['arn:aws:execute-api:eu-west-3:210987654321:abc123defg/*/GET/*'],
    ['arn:aws:execute-api:eu-west-3:210987654321:abc123defg/prod/*/17'],
    ['arn:aws:execute-api:eu-west-3:210987654321:abc123defg/prod/G?T/orders/??'],
    ['arn:aws:execute-api:eu-west-?:*:abc*/prod/GET/orders/*17'],
  ])('%s names the method', (Resource) => {
    expect(decide(allow({ Resource }))).toBe('allow');
    expect(decide(allow({ Resource: ['arn:aws:s3:::x', Resource] }))).toBe('allow');
    expect(decide(allow(), deny({ Resource }))).toBe('deny');
    expect(decide(allow({ Resource: undefined, NotResource: Resource }))).toBe('neither');
  });

  test.each([
    ['arn:aws:execute-api:eu-west-3:210987654321:abc123defg/prod/GET/orders'],
    ['arn:aws:execute-api:eu-west-3:210987654321:abc123defg/prod/GET/orders/17/'],
    ['arn:aws:execute-api:eu-west-3:210987654321:abc123defg/prod/get/orders/17'],
    ['arn:aws:execute-api:eu-west-3:210987654321:abc123defg/prod/GET/orders/1'],
    ['arn:aws:execute-api:eu-west-3:210987654321:abc123defg/prod/GET/orders/17?'],
    ['arn:aws:execute-api:eu-west-3:210987654321:abc123defgh/*'],
    ['arn:aws-cn:execute-api:*'],
    ['arn:aws:lambda:*'],
    ['execute-api:/*'],
    ['ARN:aws:execute-api:*'],
  ])('%s does not name the method', (Resource) => {
    expect(decide(allow({ Resource }))).toBe('neither');
    expect(decide(allow(), deny({ Resource }))).toBe('allow');
    expect(decide(allow({ Resource: undefined, NotResource: Resource }))).toBe('allow');
  });

  test.each([
    ['a wildcard across the parts of an ARN', 'arn:*/GET/orders/17'],
    ['an ARN that ends early', 'arn:aws:execute-api:eu-west-3'],
    ['a policy variable', 'arn:aws:execute-api:*:*:abc123defg/prod/GET/orders/${aws:username}'],
    ['an unresolved part', 'arn:aws:execute-api:*:*:unresolved(Api.Id)/*'],
  ])('%s neither allows, nor is passed over in a Deny', (_what, Resource) => {
    expect(decide(allow({ Resource }))).toBe('neither');
    expect(decide(allow(), deny({ Resource }))).toBe('deny');
    expect(decide(allow({ Resource: undefined, NotResource: Resource }))).toBe('neither');
  });

  test('a pattern full of stars is no way to stop the gateway', () => {
    const started = Date.now();
    expect(matchesWildcard('*a'.repeat(250) + 'b', 'a'.repeat(5_000))).toBe(false);
    expect(Date.now() - started).toBeLessThan(1_000);
  });
});

describe('actions', () => {
  test.each(['execute-api:Invoke', 'EXECUTE-API:invoke', 'execute-api:*', 'execute-api:Inv?ke', '*'])(
    '%s is invocation',
    (Action) => {
      expect(decide(allow({ Action }))).toBe('allow');
      expect(decide(allow({ Action: undefined, NotAction: Action }))).toBe('neither');
      expect(decide(allow(), deny({ Action: ['s3:GetObject', Action] }))).toBe('deny');
    },
  );

  test.each(['execute-api:ManageConnections', 'execute-api', 's3:*', 'execute-api:Invoke ', 'xexecute-api:Invoke'])(
    '"%s" is not',
    (Action) => {
      expect(decide(allow({ Action }))).toBe('neither');
      expect(decide(allow({ Action: undefined, NotAction: Action }))).toBe('allow');
    },
  );
});

describe('effects', () => {
  test('a Deny wins, wherever it stands', () => {
    expect(decide(deny(), allow())).toBe('deny');
    expect(decide(allow(), deny())).toBe('deny');
  });

  test('a policy without statements says nothing', () => expect(decide()).toBe('neither'));

  test('a statement that names a principal is not about the caller of an authorizer for sure', () => {
    expect(decide(allow({ Principal: '*' }))).toBe('neither');
    expect(decide(allow(), deny({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } }))).toBe('deny');
  });
});

describe('conditions', () => {
  const holds: [string, object][] = [
    ['an address in a range', { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }],
    ['one address', { IpAddress: { 'AWS:sourceIP': ['203.0.113.9', '198.51.100.7'] } }],
    ['an address outside of a range', { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } }],
    ['an address, with IfExists', { IpAddressIfExists: { 'aws:SourceIp': '198.51.100.7/32' } }],
    ['a user agent', { StringEquals: { 'aws:UserAgent': 'curl/9' } }],
    ['a user agent by pattern', { StringLike: { 'aws:UserAgent': 'curl/*' } }],
    ['a user agent whatever its case', { StringEqualsIgnoreCase: { 'aws:UserAgent': 'CURL/9' } }],
    ['another user agent', { StringNotLike: { 'aws:UserAgent': ['wget*', 'python*'] } }],
    ['no referer where one is forbidden', { StringNotEquals: { 'aws:Referer': 'https://evil.example' } }],
    ['no referer where one may be missing', { StringEqualsIfExists: { 'aws:Referer': 'https://app.example' } }],
    ['the absence of a referer', { Null: { 'aws:Referer': 'true' } }],
    ['the presence of a user agent', { Null: { 'aws:UserAgent': false } }],
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }],
    ['no conditions', {}],
  ];
  test.each(holds)('%s holds', (_what, Condition) => {
    expect(decide(allow({ Condition }))).toBe('allow');
    expect(decide(allow(), deny({ Condition }))).toBe('deny');
  });

  const fails: [string, object][] = [
    ['an address outside of a range', { IpAddress: { 'aws:SourceIp': '198.51.101.0/24' } }],
    ['an address in a forbidden range', { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.7'] } }],
    ['another user agent', { StringEquals: { 'aws:UserAgent': 'Curl/9' } }],
    ['no referer where one must be', { StringEquals: { 'aws:Referer': 'https://app.example' } }],
    ['no TLS', { Bool: { 'aws:SecureTransport': 'false' } }],
    ['one of two', { Bool: { 'aws:SecureTransport': 'true' }, IpAddress: { 'aws:SourceIp': '192.0.2.1' } }],
    [
      'a known part, whatever the unknown one is',
      {
        IpAddress: { 'aws:SourceIp': '192.0.2.1' },
        StringEquals: { 'aws:SourceVpce': 'vpce-5' },
      },
    ],
  ];
  test.each(fails)('%s does not hold', (_what, Condition) => {
    expect(decide(allow({ Condition }))).toBe('neither');
    expect(decide(allow(), deny({ Condition }))).toBe('allow');
  });

  const unknown: [string, object][] = [
    ['a key that only AWS fills', { StringEquals: { 'aws:SourceVpce': 'vpce-5' } }],
    ['its negation', { StringNotEquals: { 'aws:SourceVpce': 'vpce-5' } }],
    ['its absence', { Null: { 'aws:SourceVpc': 'true' } }],
    ['it with IfExists', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } }],
    ['an operator of sets', { 'ForAnyValue:StringEquals': { 'aws:UserAgent': 'curl/9' } }],
    ['an operator that does not exist', { StringMatches: { 'aws:UserAgent': 'curl/9' } }],
    ['one that every object has', { constructor: { 'aws:UserAgent': 'curl/9' } }],
    [
      'an unknown operator beside one that fails',
      {
        Bool: { 'aws:SecureTransport': 'false' },
        DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' },
      },
    ],
    ['an address as text', { StringEquals: { 'aws:SourceIp': '198.51.100.7' } }],
    ['a text as address', { IpAddress: { 'aws:UserAgent': '198.51.100.0/24' } }],
    ['a range that is none', { IpAddress: { 'aws:SourceIp': '198.51.100.0/33' } }],
    ['a range of octal numbers', { IpAddress: { 'aws:SourceIp': '0306.51.100.0/24' } }],
    ['a mapped range', { IpAddress: { 'aws:SourceIp': '::ffff:198.51.100.0/120' } }],
    ['a short address', { IpAddress: { 'aws:SourceIp': '198.51/16' } }],
    ['no values', { StringEquals: { 'aws:UserAgent': [] } }],
    ['a value of another type', { StringEquals: { 'aws:UserAgent': { a: 'curl/9' } } }],
    ['a policy variable', { StringEquals: { 'aws:UserAgent': '${aws:username}' } }],
    ['an unresolved value', { IpAddress: { 'aws:SourceIp': 'unresolved(Vpc.Cidr)' } }],
    ['an unreadable Null', { Null: { 'aws:UserAgent': 'no' } }],
  ];
  test.each(unknown)('%s does not allow, and denies', (_what, Condition) => {
    expect(decide(allow({ Condition }))).toBe('neither');
    expect(decide(allow(), deny({ Condition }))).toBe('deny');
  });
});

describe('the grammar', () => {
  const statement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' };
  test('takes one statement as well as a list', () => {
    expect(parsePolicyDocument({ Statement: statement })?.Statement).toEqual([statement]);
    expect(parsePolicyDocument({ Id: 'x', Version: '2008-10-17', Statement: [statement] })).toBeDefined();
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['text', JSON.stringify({ Statement: [statement] })],
    ['a list', [statement]],
    ['no statement', { Version: '2012-10-17' }],
    ['another version', { Version: '2012-10-18', Statement: [statement] }],
    ['another member', { Statement: [statement], Statements: [] }],
    ['an effect in another case', { Statement: [{ ...statement, Effect: 'allow' }] }],
    ['no effect', { Statement: [{ ...statement, Effect: undefined }] }],
    ['no action', { Statement: [{ Effect: 'Allow', Resource: '*' }] }],
    ['two kinds of action', { Statement: [{ ...statement, NotAction: 's3:*' }] }],
    ['no resource', { Statement: [{ Effect: 'Allow', Action: '*' }] }],
    ['an empty list of resources', { Statement: [{ ...statement, Resource: [] }] }],
    ['a resource that is no text', { Statement: [{ ...statement, Resource: [7] }] }],
    ['an empty resource', { Statement: [{ ...statement, Resource: '' }] }],
    ['conditions in a list', { Statement: [{ ...statement, Condition: [] }] }],
    ['a condition without a key', { Statement: [{ ...statement, Condition: { IpAddress: '198.51.100.7' } }] }],
    ['a member in another case', { Statement: [{ ...statement, condition: { IpAddress: {} } }] }],
    ['one bad statement among good ones', { Statement: [statement, 'Deny', statement] }],
  ])('does not take %s', (_what, value) => {
    expect(parsePolicyDocument(value)).toBeUndefined();
  });
});
