import type { ProviderToken } from './provider-token';

const POOL = 'eu-central-1_Ab12Cd34E';
const COGNITO = `https://cognito-idp.eu-central-1.amazonaws.com/${POOL}`;
const WORKOS = 'client_01HBEQKA6K4QJAS93VPE39W1JT';

/** Tokens of an app's users and their machines. */
export const CUSTOMER_TOKENS: readonly ProviderToken[] = [
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
    trust: {
      factory: 'userPool',
      userPoolId: POOL,
      clients: ['57cbishk4j24pabc1234567890', '2ndaccess'],
      tokenUse: 'access',
    },
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
    trust: { factory: 'userPool', userPoolId: POOL, clients: ['xxxxxxxxxxxxexample1234567', '2ndid'], tokenUse: 'id' },
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
];
