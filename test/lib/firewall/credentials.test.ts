import { CfnParameter } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiAuthorizer, Firewall, RouteTarget, type StandardFirewallOptions } from '../../../lib';
import { accessLogFormat } from '../../../lib/logging/access-log-format';
import { importedFunction, newGateway, newStack, onlyResource } from '../../support/synth';

const WELL_KNOWN = [
  'authorization',
  'client-cert',
  'client-cert-chain',
  'cookie',
  'dpop',
  'proxy-authorization',
  'x-amz-security-token',
  'x-api-key',
];

/** What the log redacts, and what the web ACL protects. */
function protectedBy(identityHeaders?: string[], options?: StandardFirewallOptions): { [part: string]: any } {
  const stack = newStack();
  const authorizer = identityHeaders
    ? ApiAuthorizer.lambda(importedFunction(stack, 'authorizer'), { identityHeaders })
    : ApiAuthorizer.iam();
  const api = newGateway(stack, { authorizer, firewall: Firewall.standard(options) });
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  const template = Template.fromStack(stack);
  const { RedactedFields: redacted } = onlyResource(template, 'AWS::WAFv2::LoggingConfiguration').Properties;
  const [headers, query, ...rest] = onlyResource(template, 'AWS::WAFv2::WebACL').Properties.DataProtectionConfig
    .DataProtections as { Field: { FieldType: string; FieldKeys?: unknown[] } }[];
  expect(headers.Field.FieldType).toBe('SINGLE_HEADER');
  expect(rest).toEqual([]);
  return {
    redacted: redacted.map((field: any) => field.SingleHeader.Name),
    headers: headers.Field.FieldKeys,
    query: query.Field,
  };
}

test.each<[string, string[] | undefined, string[]]>([
  ['are the well-known ones', undefined, []],
  ["are those of an authorizer, too, in the log's own spelling", ['X-Device-Secret'], ['x-device-secret']],
  ['are named once', ['AUTHORIZATION', 'DPoP', 'X-Session', 'x-session', 'X-API-Key'], ['x-session']],
  ['may have the longest name', ['X'.repeat(64)], ['x'.repeat(64)]],
])('the protected headers %s', (_what, identityHeaders, more) => {
  const { redacted, headers } = protectedBy(identityHeaders);
  expect(redacted).toEqual([...more, ...WELL_KNOWN]);
  expect(headers).toEqual([...more, ...WELL_KNOWN]);
});

test('a header whose name is a token keeps it', () => {
  const stack = newStack();
  const name = new CfnParameter(stack, 'Header').valueAsString;
  const authorizer = ApiAuthorizer.lambda(importedFunction(stack, 'authorizer'), { identityHeaders: [name] });
  const api = newGateway(stack, { authorizer });
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  const { RedactedFields: fields } = onlyResource(
    Template.fromStack(stack),
    'AWS::WAFv2::LoggingConfiguration',
  ).Properties;
  expect(fields[0]).toEqual({ SingleHeader: { Name: { Ref: 'Header' } } });
});

const RULE =
  'WAF keeps 100 headers with names of 64 characters out of its log; name fewer or shorter ones, or bring a web ACL of your own, ' +
  'Firewall.existing() (at S/Api/Firewall) [FirewallHeadersNotProtected]';

test('a header that WAF cannot protect fails', () => {
  const name = `X-${'y'.repeat(63)}`;
  expect(() => protectedBy([name])).toThrow(
    `'identityHeaders' names '${name.toLowerCase()}', which has 65 characters; ${RULE}`,
  );
});

test('more headers than WAF can protect fail', () => {
  const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `X-Part-${index}`);
  expect(protectedBy(names(92)).headers).toHaveLength(100);
  expect(() => protectedBy(names(93))).toThrow(`'identityHeaders' makes 101 headers with credentials; ${RULE}`);
});

test('with no firewall of ours any header passes', () => {
  const stack = newStack();
  const authorizer = ApiAuthorizer.lambda(importedFunction(stack, 'authorizer'), { identityHeaders: ['x'.repeat(65)] });
  expect(() => newGateway(stack, { authorizer, firewall: Firewall.none('a test') })).not.toThrow();
});

describe('query strings', () => {
  test.each([[undefined], [{}], [{ logQueryStrings: false }], [{ logQueryStrings: 'false' as unknown as boolean }]])(
    'are hidden whole with %j',
    (options) => {
      expect(protectedBy(undefined, options).query).toEqual({ FieldType: 'QUERY_STRING' });
    },
  );

  test('can be shown, but for the credentials among them', () => {
    const { query } = protectedBy(undefined, { logQueryStrings: true });
    expect(query.FieldType).toBe('SINGLE_QUERY_ARGUMENT');
    const some = [
      'access_token',
      'code',
      'client_secret',
      'id_token',
      'x-amz-security-token',
      'x-amz-signature',
      'x-api-key',
    ];
    expect(query.FieldKeys).toEqual(expect.arrayContaining(some));
    expect(query.FieldKeys.filter((key: string) => key.length === 0 || key.length > 64)).toEqual([]);
  });
});

test('the access log has no header, no query string and no certificate', () => {
  expect(accessLogFormat()).not.toMatch(/header|query|clientCertPem|identity\.apiKey"|accessKey|token/i);
});
