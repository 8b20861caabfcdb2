/**
 * Tokens as providers write them, from their public documentation; every name and id is made up.
 *
 * Data only: whoever uses it signs it with a key of its own.
 */
export interface ProviderToken {
  readonly name: string;
  readonly issuer: string;
  /** Where the provider publishes its keys. */
  readonly jwksUri: string;
  /** Members of the header besides `alg` and `kid`. */
  readonly header: Readonly<Record<string, unknown>>;
  /** Claims besides `iss`, `iat`, `nbf` and `exp`. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly trust: ProviderTrust;
  readonly expected: {
    readonly client: string;
    readonly subject: string;
    /** Scopes as the backend gets them. */
    readonly scope?: string;
    /** A group of the caller, in the groups claim of `trust`. */
    readonly group?: string;
  };
}

/** What to tell the library: the factory of `TokenIssuer`, and its options. */
export type ProviderTrust = OidcTrust | WithoutAudienceTrust | UserPoolTrust;

interface SharedTrust {
  /** Undefined where it is the default. */
  readonly jwksUri?: string;
  readonly groupsClaim?: string;
  readonly clientClaims?: readonly string[];
}

export interface OidcTrust extends SharedTrust {
  readonly factory: 'oidc';
  readonly audiences: readonly string[];
}

export interface WithoutAudienceTrust extends SharedTrust {
  readonly factory: 'oidcWithoutAudience';
  readonly clients: readonly string[];
  readonly reason: string;
}

export interface UserPoolTrust {
  readonly factory: 'userPool';
  readonly userPoolId: string;
  readonly clients: readonly string[];
  readonly tokenUse: 'access' | 'id';
}

/** The claims of a token that is issued now, in seconds since 1970. */
export function claimsAt({ issuer, claims }: ProviderToken, now: number): Record<string, unknown> {
  return { iss: issuer, ...claims, iat: now, nbf: now, exp: now + 3_600 };
}

const TENANT = 'b21f4c6e-0d3a-4f0e-9a57-5c2e8d1f7a10';
const ENTRA = `https://login.microsoftonline.com/${TENANT}`;
const POOL = 'eu-central-1_Ab12Cd34E';
const COGNITO = `https://cognito-idp.eu-central-1.amazonaws.com/${POOL}`;
const WORKOS = 'client_01HBEQKA6K4QJAS93VPE39W1JT';

export const PROVIDER_TOKENS: readonly ProviderToken[] = [
  {
    // learn.microsoft.com/entra/identity-platform/access-token-claims-reference: v1.0, the default of an app registration
    name: 'Entra ID v1',
    issuer: `https://sts.windows.net/${TENANT}/`,
    jwksUri: 'https://login.microsoftonline.com/common/discovery/keys',
    header: { typ: 'JWT', x5t: 'i6lGk3FZzxRcUb2C3nEQ7syHJlY' },
    claims: {
      aud: 'api://orders.acme.example',
      acr: '1',
      aio: 'AXQAi/8IAAAA',
      amr: ['pwd'],
      appid: '6731de76-14a6-49ae-97bc-6eba6914391e',
      appidacr: '0',
      family_name: 'Lovelace',
      given_name: 'Ada',
      idp: `https://sts.windows.net/${TENANT}/`,
      ipaddr: '203.0.113.7',
      name: 'Ada Lovelace',
      oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
      rh: '0.ARwAbkwf',
      roles: ['Order.Admin'],
      scp: 'Orders.Read Orders.Write',
      sub: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ',
      tid: TENANT,
      unique_name: 'ada@acme.example',
      upn: 'ada@acme.example',
      uti: 'fqiBqXLPj0eQa82S-IYFAA',
      ver: '1.0',
    },
    trust: {
      factory: 'oidc',
      audiences: ['api://orders.acme.example'],
      jwksUri: 'https://login.microsoftonline.com/common/discovery/keys',
      groupsClaim: 'roles',
    },
    expected: {
      client: '6731de76-14a6-49ae-97bc-6eba6914391e',
      subject: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ',
      scope: 'Orders.Read Orders.Write',
      group: 'Order.Admin',
    },
  },
  {
    // The same page, v2.0
    name: 'Entra ID v2',
    issuer: `${ENTRA}/v2.0`,
    jwksUri: `${ENTRA}/discovery/v2.0/keys`,
    header: { typ: 'JWT' },
    claims: {
      aud: '6e74172b-be56-4843-9ff4-e66a39bb12e3',
      azp: '2d4d11a2-f814-46a7-890a-274a72a7309e',
      azpacr: '0',
      groups: ['0f9c8b7a-1111-4222-8333-444455556666'],
      name: 'Ada Lovelace',
      oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
      preferred_username: 'ada@acme.example',
      rh: '0.ARwAbkwf',
      scp: 'access_as_user',
      sub: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKR',
      tid: TENANT,
      uti: 'fqiBqXLPj0eQa82S-IYFAB',
      ver: '2.0',
    },
    trust: {
      factory: 'oidc',
      audiences: ['6e74172b-be56-4843-9ff4-e66a39bb12e3'],
      jwksUri: `${ENTRA}/discovery/v2.0/keys`,
    },
    expected: {
      client: '2d4d11a2-f814-46a7-890a-274a72a7309e',
      subject: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKR',
      scope: 'access_as_user',
      group: '0f9c8b7a-1111-4222-8333-444455556666',
    },
  },
  {
    // learn.microsoft.com/azure/active-directory-b2c/tokens-overview: keys of a policy
    name: 'Azure AD B2C',
    issuer: `https://acme.b2clogin.com/${TENANT}/v2.0/`,
    jwksUri: 'https://acme.b2clogin.com/acme.onmicrosoft.com/discovery/v2.0/keys?p=b2c_1_sign_in',
    header: { typ: 'JWT' },
    claims: {
      aud: '90c0fe63-bcf2-44d5-8fb7-b8bbc0b29dc6',
      azp: 'd4b1f7a0-7f0c-4c3e-8b0c-2f6f5d1e9a33',
      scp: 'read',
      sub: '884408e1-2918-4cz0-b12d-3aa027d7563b',
      tfp: 'B2C_1_sign_in',
      ver: '1.0',
    },
    trust: {
      factory: 'oidc',
      audiences: ['90c0fe63-bcf2-44d5-8fb7-b8bbc0b29dc6'],
      jwksUri: 'https://acme.b2clogin.com/acme.onmicrosoft.com/discovery/v2.0/keys?p=b2c_1_sign_in',
    },
    expected: {
      client: 'd4b1f7a0-7f0c-4c3e-8b0c-2f6f5d1e9a33',
      subject: '884408e1-2918-4cz0-b12d-3aa027d7563b',
      scope: 'read',
    },
  },
  {
    // developer.okta.com/docs/api/openapi/okta-oauth: access tokens of an authorization server; scopes are a list
    name: 'Okta',
    issuer: 'https://acme.okta.com/oauth2/default',
    jwksUri: 'https://acme.okta.com/oauth2/default/v1/keys',
    header: {},
    claims: {
      ver: 1,
      jti: 'AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE',
      aud: 'api://default',
      auth_time: 1_799_999_000,
      cid: '0oabucvyc38HLL1ef0h7',
      groups: ['Everyone', 'Order Admins'],
      scp: ['openid', 'orders:read'],
      sub: 'ada@acme.example',
      uid: '00ujmkLgagxeRrAg20g3',
    },
    trust: { factory: 'oidc', audiences: ['api://default'], jwksUri: 'https://acme.okta.com/oauth2/default/v1/keys' },
    expected: {
      client: '0oabucvyc38HLL1ef0h7',
      subject: 'ada@acme.example',
      scope: 'openid orders:read',
      group: 'Order Admins',
    },
  },
  {
    // auth0.com/docs/secure/tokens/access-tokens/access-token-profiles: of a user, with custom claims in a namespace
    name: 'Auth0',
    issuer: 'https://acme.eu.auth0.com/',
    jwksUri: 'https://acme.eu.auth0.com/.well-known/jwks.json',
    header: { typ: 'JWT' },
    claims: {
      'https://acme.example/roles': ['order-admin'],
      aud: ['https://orders.acme.example', 'https://acme.eu.auth0.com/userinfo'],
      azp: 'XqWx0Tm3mK2rGfSxjCYPfr0Ksa8WjyhT',
      permissions: ['orders:read'],
      scope: 'openid profile orders:read',
      sub: 'auth0|5f7c8ec7c33c6c004bbafe82',
    },
    trust: {
      factory: 'oidc',
      audiences: ['https://orders.acme.example'],
      groupsClaim: 'https://acme.example/roles',
    },
    expected: {
      client: 'XqWx0Tm3mK2rGfSxjCYPfr0Ksa8WjyhT',
      subject: 'auth0|5f7c8ec7c33c6c004bbafe82',
      scope: 'openid profile orders:read',
      group: 'order-admin',
    },
  },
  {
    // The same page: of a machine, in the profile of RFC 9068
    name: 'Auth0, machine to machine',
    issuer: 'https://acme-machines.eu.auth0.com/',
    jwksUri: 'https://acme-machines.eu.auth0.com/.well-known/jwks.json',
    header: { typ: 'at+jwt' },
    claims: {
      aud: 'https://orders.acme.example',
      client_id: 'BatchTm3mK2rGfSxjCYPfr0Ksa8Wjyh',
      gty: 'client-credentials',
      jti: 'q2R4Nw0ZQJ3m',
      scope: 'orders:read',
      sub: 'BatchTm3mK2rGfSxjCYPfr0Ksa8Wjyh@clients',
    },
    trust: { factory: 'oidc', audiences: ['https://orders.acme.example'] },
    expected: {
      client: 'BatchTm3mK2rGfSxjCYPfr0Ksa8Wjyh',
      subject: 'BatchTm3mK2rGfSxjCYPfr0Ksa8Wjyh@clients',
      scope: 'orders:read',
    },
  },
  {
    // keycloak.org, Server Administration Guide: of a user; groups by a mapper
    name: 'Keycloak',
    issuer: 'https://sso.acme.example/realms/acme',
    jwksUri: 'https://sso.acme.example/realms/acme/protocol/openid-connect/certs',
    header: { typ: 'JWT' },
    claims: {
      acr: '1',
      'allowed-origins': ['https://app.acme.example'],
      aud: ['orders-api', 'account'],
      auth_time: 1_799_999_900,
      azp: 'orders-web',
      email_verified: true,
      groups: ['/staff/orders'],
      jti: 'onrtac:5b1d2a54-8a7c-4b1f-9f53-1d1a2f3c4b5e',
      preferred_username: 'ada',
      realm_access: { roles: ['offline_access', 'order-admin'] },
      resource_access: { 'orders-api': { roles: ['reader'] }, account: { roles: ['view-profile'] } },
      scope: 'openid email orders',
      sid: '9f0c6c1c-2e57-4a5b-93a4-6c5b6f0a1b2c',
      sub: 'c2a7f6e4-8d5f-4f55-9a4e-0f2f0a6f7b1d',
      typ: 'Bearer',
    },
    trust: {
      factory: 'oidc',
      audiences: ['orders-api'],
      jwksUri: 'https://sso.acme.example/realms/acme/protocol/openid-connect/certs',
    },
    expected: {
      client: 'orders-web',
      subject: 'c2a7f6e4-8d5f-4f55-9a4e-0f2f0a6f7b1d',
      scope: 'openid email orders',
      group: '/staff/orders',
    },
  },
  {
    // The same guide: of a service account, which names its client twice
    name: 'Keycloak, service account',
    issuer: 'https://sso.acme.example/realms/machines',
    jwksUri: 'https://sso.acme.example/realms/machines/protocol/openid-connect/certs',
    header: { typ: 'JWT' },
    claims: {
      aud: 'orders-api',
      azp: 'orders-batch',
      clientAddress: '203.0.113.9',
      clientHost: '203.0.113.9',
      client_id: 'orders-batch',
      preferred_username: 'service-account-orders-batch',
      scope: 'orders',
      sub: '7d3b0f44-9d0e-4c0a-8a51-5b8c8ad0e0aa',
      typ: 'Bearer',
    },
    trust: {
      factory: 'oidc',
      audiences: ['orders-api'],
      jwksUri: 'https://sso.acme.example/realms/machines/protocol/openid-connect/certs',
    },
    expected: { client: 'orders-batch', subject: '7d3b0f44-9d0e-4c0a-8a51-5b8c8ad0e0aa', scope: 'orders' },
  },
  {
    // developers.google.com/identity/openid-connect/openid-connect: an ID token; its access tokens are no JWT
    name: 'Google',
    issuer: 'https://accounts.google.com',
    jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
    header: { typ: 'JWT' },
    claims: {
      at_hash: 'HK6E_P6Dh8Y93mRNtsDB1Q',
      aud: '1234987819200-web.apps.googleusercontent.com',
      azp: '1234987819200-web.apps.googleusercontent.com',
      email: 'ada@acme.example',
      email_verified: true,
      hd: 'acme.example',
      sub: '10769150350006150715113082367',
    },
    trust: {
      factory: 'oidc',
      audiences: ['1234987819200-web.apps.googleusercontent.com'],
      jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
      groupsClaim: 'hd',
    },
    expected: {
      client: '1234987819200-web.apps.googleusercontent.com',
      subject: '10769150350006150715113082367',
      group: 'acme.example',
    },
  },
  {
    // firebase.google.com/docs/auth/admin/verify-id-tokens: an ID token; its project is all that it says of a client
    name: 'Firebase',
    issuer: 'https://securetoken.google.com/acme-orders',
    jwksUri: 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    header: { typ: 'JWT' },
    claims: {
      aud: 'acme-orders',
      auth_time: 1_799_999_900,
      email: 'ada@acme.example',
      firebase: { identities: { email: ['ada@acme.example'] }, sign_in_provider: 'password' },
      sub: 'p4Uu7pOqQfYxW1m2Zb3c4D5e6F7g',
      user_id: 'p4Uu7pOqQfYxW1m2Zb3c4D5e6F7g',
    },
    trust: {
      factory: 'oidc',
      audiences: ['acme-orders'],
      clientClaims: ['aud'],
      jwksUri: 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    },
    expected: { client: 'acme-orders', subject: 'p4Uu7pOqQfYxW1m2Zb3c4D5e6F7g' },
  },
  {
    // docs.aws.amazon.com, Amazon Cognito Developer Guide, using the access token
    name: 'Cognito, access token',
    issuer: COGNITO,
    jwksUri: `${COGNITO}/.well-known/jwks.json`,
    header: {},
    claims: {
      auth_time: 1_799_999_990,
      client_id: '57cbishk4j24pabc1234567890',
      'cognito:groups': ['order-admins'],
      event_id: 'fd6f8f2e-9f4c-4b6c-a8b3-1a2b3c4d5e6f',
      jti: '2e9d3e3e-1f3c-4a0d-9f0e-3c1b2a4d5e6f',
      origin_jti: '1c3b2a4d-5e6f-4a0d-9f0e-2e9d3e3e1f3c',
      scope: 'openid orders/read',
      sub: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      token_use: 'access',
      username: 'ada',
      version: 2,
    },
    trust: { factory: 'userPool', userPoolId: POOL, clients: ['57cbishk4j24pabc1234567890'], tokenUse: 'access' },
    expected: {
      client: '57cbishk4j24pabc1234567890',
      subject: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      scope: 'openid orders/read',
      group: 'order-admins',
    },
  },
  {
    // The same guide, using the ID token; of the same pool as the access token
    name: 'Cognito, ID token',
    issuer: COGNITO,
    jwksUri: `${COGNITO}/.well-known/jwks.json`,
    header: {},
    claims: {
      aud: 'xxxxxxxxxxxxexample1234567',
      auth_time: 1_799_999_990,
      'cognito:groups': ['order-admins'],
      'cognito:username': 'ada',
      email: 'ada@acme.example',
      email_verified: true,
      event_id: '64f513be-32db-42b0-b78e-b02127b4f463',
      jti: '5f0b1e3e-1f3c-4a0d-9f0e-3c1b2a4d5e6f',
      origin_jti: '8c3b2a4d-5e6f-4a0d-9f0e-2e9d3e3e1f3c',
      sub: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      token_use: 'id',
    },
    trust: { factory: 'userPool', userPoolId: POOL, clients: ['xxxxxxxxxxxxexample1234567'], tokenUse: 'id' },
    expected: {
      client: 'xxxxxxxxxxxxexample1234567',
      subject: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      group: 'order-admins',
    },
  },
  {
    // clerk.com/docs, session tokens: no aud, and azp is the origin of the page
    name: 'Clerk-like',
    issuer: 'https://clerk.acme.example',
    jwksUri: 'https://clerk.acme.example/.well-known/jwks.json',
    header: { typ: 'JWT', cat: 'cl_B7d4PD111AAA' },
    claims: {
      azp: 'https://app.acme.example',
      fva: [7, -1],
      o: { id: 'org_2', rol: 'admin', slg: 'acme' },
      sid: 'sess_2NDWHyUNtZ2pLYQ5',
      sts: 'active',
      sub: 'user_2LtNQrWfvhqJ3b6qyX6VwCuVrOM',
      v: 2,
    },
    trust: {
      factory: 'oidcWithoutAudience',
      clients: ['https://app.acme.example', 'https://admin.acme.example'],
      reason: 'session tokens name the page that they were made for, and no audience',
    },
    expected: { client: 'https://app.acme.example', subject: 'user_2LtNQrWfvhqJ3b6qyX6VwCuVrOM' },
  },
  {
    // workos.com/docs/reference/authkit/session-tokens: neither aud nor a client; the client's id is in the issuer and in the keys' URL
    name: 'WorkOS-like',
    issuer: `https://api.workos.com/user_management/${WORKOS}`,
    jwksUri: `https://api.workos.com/sso/jwks/${WORKOS}`,
    header: {},
    claims: {
      entitlements: ['audit-logs'],
      jti: '01HQSXZXPPFPKMDD32RKTFY6PV',
      org_id: 'org_01HRDMC6CM357W30QMHMQ96Q0S',
      permissions: ['orders:read'],
      role: 'member',
      roles: ['member'],
      sid: 'session_01HQSXZGF8FHF7A9ZZFCW4387R',
      sub: 'user_01HBEQKA6K4QJAS93VPE39W1JT',
    },
    trust: {
      factory: 'oidcWithoutAudience',
      clients: [`https://api.workos.com/user_management/${WORKOS}`],
      clientClaims: ['iss'],
      groupsClaim: 'roles',
      jwksUri: `https://api.workos.com/sso/jwks/${WORKOS}`,
      reason: 'the issuer signs for one client only, whose id is in its name',
    },
    expected: {
      client: `https://api.workos.com/user_management/${WORKOS}`,
      subject: 'user_01HBEQKA6K4QJAS93VPE39W1JT',
      group: 'member',
    },
  },
  {
    // learn.microsoft.com/windows-server/identity/ad-fs: the identifier of the service set to an https URL
    name: 'AD FS-like',
    issuer: 'https://adfs.acme.example/adfs/services/trust',
    jwksUri: 'https://adfs.acme.example/adfs/discovery/keys',
    header: { typ: 'JWT', x5t: 'qN8ENOO1h0LwxMiAZny00jNpI1o' },
    claims: {
      appid: '50ce8764-6f2a-4c0d-96c0-39cc601ea154',
      apptype: 'Public',
      aud: 'microsoft:identityserver:97fec0e9-d322-4922-83e6-4b8208415ddf',
      auth_time: '2027-01-15T07:30:55.566Z',
      authmethod: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
      group: ['Order Admins'],
      scp: 'openid orders',
      sub: 'E8uMvTw4EzVtNJjAGGkn/HLxB5lsxPvUz9N8v2ONw6w=',
      unique_name: 'ACME\\ada',
      upn: 'ada@acme.example',
      ver: '1.0',
    },
    trust: {
      factory: 'oidc',
      audiences: ['microsoft:identityserver:97fec0e9-d322-4922-83e6-4b8208415ddf'],
      groupsClaim: 'group',
      jwksUri: 'https://adfs.acme.example/adfs/discovery/keys',
    },
    expected: {
      client: '50ce8764-6f2a-4c0d-96c0-39cc601ea154',
      subject: 'E8uMvTw4EzVtNJjAGGkn/HLxB5lsxPvUz9N8v2ONw6w=',
      scope: 'openid orders',
      group: 'Order Admins',
    },
  },
];
