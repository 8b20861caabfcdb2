import { Token } from 'aws-cdk-lib';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { SecureApiError } from '../private/errors';

/**
 * Headers that prove who the caller is, whatever the API's authorizer looks at: bearer tokens and proofs (RFC 6750, RFC 9449),
 * the session token of signed requests (AWS Signature Version 4), client certificates that a proxy passes on (RFC 9440), cookies
 * and API keys.
 */
const CREDENTIAL_HEADERS = [
  'authorization',
  'client-cert',
  'client-cert-chain',
  'cookie',
  'dpop',
  'proxy-authorization',
  'x-amz-security-token',
  'x-api-key',
];

/**
 * Query parameters that carry credentials: tokens (RFC 6750, section 2.3), what an authorization server sends back or takes
 * (RFC 6749, RFC 7523), API keys, and presigned requests (AWS Signature Version 4).
 */
const CREDENTIAL_QUERY_PARAMETERS = [
  'access_token',
  'api_key',
  'apikey',
  'assertion',
  'auth_token',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'id_token',
  'jwt',
  'password',
  'refresh_token',
  'sig',
  'signature',
  'token',
  'x-amz-credential',
  'x-amz-security-token',
  'x-amz-signature',
  'x-api-key',
];

/** WAF protects so many headers, and names so long. */
const MAX_HEADERS = 100;
const MAX_NAME_LENGTH = 64;

/**
 * The headers that no log of the firewall may hold: the well-known ones and those by which the authorizer decides.
 *
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_FieldToProtect.html
 */
export function credentialHeaders(at: Construct, identityHeaders: readonly string[]): string[] {
  // The names of headers have no case; a CDK token's own text has.
  const names = identityHeaders.map((name) => (Token.isUnresolved(name) ? name : name.toLowerCase()));
  const own = [...new Set(names)].filter((name) => !CREDENTIAL_HEADERS.includes(name));
  const long = own.find((name) => !Token.isUnresolved(name) && name.length > MAX_NAME_LENGTH);
  if (long !== undefined) fail(at, `'identityHeaders' names '${long}', which has ${long.length} characters`);
  const headers = [...own, ...CREDENTIAL_HEADERS];
  if (headers.length > MAX_HEADERS) fail(at, `'identityHeaders' makes ${headers.length} headers with credentials`);
  return headers;
}

/** Substitutes credentials wherever WAF shows a request: logs, samples, Security Lake, and what a rule matched. */
export function credentialProtection(
  headers: readonly string[],
  logQueryStrings: boolean,
): wafv2.CfnWebACL.DataProtectionConfigProperty {
  return {
    dataProtections: [
      { action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: [...headers] } },
      {
        action: 'SUBSTITUTION',
        field: logQueryStrings
          ? { fieldType: 'SINGLE_QUERY_ARGUMENT', fieldKeys: CREDENTIAL_QUERY_PARAMETERS }
          : { fieldType: 'QUERY_STRING' },
      },
    ],
  };
}

function fail(at: Construct, problem: string): never {
  throw new SecureApiError(at, {
    code: 'FirewallHeadersNotProtected',
    problem,
    rule:
      `WAF keeps ${MAX_HEADERS} headers with names of ${MAX_NAME_LENGTH} characters out of its log; name fewer or shorter ones, ` +
      'or bring a web ACL of your own, Firewall.existing()',
  });
}
