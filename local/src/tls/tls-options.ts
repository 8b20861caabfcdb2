import { LocalGatewayError } from '../gateway/local-gateway-error';

/** What `https.createServer` needs to know of a security policy. */
export interface TlsOptions {
  readonly minVersion: TlsMinimum;
  readonly maxVersion: 'TLSv1.3';
  /** OpenSSL's names, in the order of preference. */
  readonly ciphers: string;
  readonly honorCipherOrder: true;
}

export type TlsMinimum = 'TLSv1' | 'TLSv1.2' | 'TLSv1.3';

const TLS13_FIPS = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384'];
const TLS13 = [...TLS13_FIPS, 'TLS_CHACHA20_POLY1305_SHA256'];
const FORWARD_SECRET = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
];
const AUTHENTICATED = [...FORWARD_SECRET, 'AES128-GCM-SHA256', 'AES256-GCM-SHA384'];
const CBC = [
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-RSA-AES256-SHA384',
  'AES128-SHA256',
  'AES256-SHA256',
];
const SHA1 = ['ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA', 'ECDHE-RSA-AES256-SHA', 'AES128-SHA', 'AES256-SHA'];

const POLICIES: ReadonlyMap<string, readonly [TlsMinimum, readonly string[]]> = new Map([
  ['TLS_1_0', ['TLSv1', [...TLS13, ...AUTHENTICATED, ...CBC, ...SHA1]]],
  ['TLS_1_2', ['TLSv1.2', [...TLS13, ...AUTHENTICATED, ...CBC]]],
  ['SecurityPolicy_TLS13_1_3_2025_09', ['TLSv1.3', TLS13]],
  ['SecurityPolicy_TLS13_1_3_FIPS_2025_09', ['TLSv1.3', TLS13_FIPS]],
  ['SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', ['TLSv1.2', [...TLS13, ...FORWARD_SECRET]]],
  ['SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09', ['TLSv1.2', [...TLS13_FIPS, ...FORWARD_SECRET]]],
  ['SecurityPolicy_TLS13_1_2_PQ_2025_09', ['TLSv1.2', [...TLS13, ...AUTHENTICATED]]],
  ['SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09', ['TLSv1.2', [...TLS13_FIPS, ...AUTHENTICATED]]],
  ['SecurityPolicy_TLS13_1_2_2021_06', ['TLSv1.2', [...TLS13, ...AUTHENTICATED]]],
  ['SecurityPolicy_TLS13_2025_EDGE', ['TLSv1.3', TLS13]],
  ['SecurityPolicy_TLS12_PFS_2025_EDGE', ['TLSv1.2', [...TLS13, ...FORWARD_SECRET]]],
  ['SecurityPolicy_TLS12_2018_EDGE', ['TLSv1.2', [...TLS13, ...AUTHENTICATED]]],
]);

/**
 * The TLS versions and cipher suites of an API Gateway security policy.
 *
 * Where they differ from AWS, they are narrower: OpenSSL as Node.js ships it refuses TLS 1.0 and 1.1 under `TLS_1_0`, too;
 * the suites with CBC are only there under the two legacy policies; the hybrid key exchange of the `PQ` policies is there
 * if OpenSSL has it; and suites for RSA certificates are of no use, because the local certificate has an EC key.
 *
 * @throws LocalGatewayError `SecurityPolicyUnknown`
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
 */
export function tlsOptions(securityPolicy: string): TlsOptions {
  const [minVersion, ciphers] = policyOf(securityPolicy);
  return { minVersion, maxVersion: 'TLSv1.3', ciphers: ciphers.join(':'), honorCipherOrder: true };
}

/**
 * The oldest version of TLS that a security policy accepts.
 *
 * @throws LocalGatewayError `SecurityPolicyUnknown`
 */
export function securityPolicyMinimum(securityPolicy: string): TlsMinimum {
  return policyOf(securityPolicy)[0];
}

function policyOf(name: string): readonly [TlsMinimum, readonly string[]] {
  const policy = POLICIES.get(name);
  if (!policy) throw new LocalGatewayError('SecurityPolicyUnknown', `security policy '${name}' is not known here`);
  return policy;
}
