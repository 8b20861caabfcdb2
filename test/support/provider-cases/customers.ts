import { Access, ClaimPath } from '../../../lib';
import type { ProviderCase } from './provider-case';

const WORKOS = 'https://api.workos.com/user_management/client_01J00000000000000000000000';
const FIREBASE = 'https://securetoken.google.com/acme-stock';
const POOL = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Zz98Yy76X';

/** Providers of an app's users and their machines, by the names of their tokens. */
export const CUSTOMER_CASES: Readonly<Record<string, ProviderCase>> = {
  Auth0: {
    access: Access.allOf(Access.inGroup('order-admin'), Access.claimContains('permissions', 'orders:read')),
    context: { 'https://acme.example/roles': '["order-admin"]', permissions: '["orders:read"]' },
    tier: 'Admin',
    other: { claims: { azp: 'other', 'https://acme.example/roles': [] }, client: 'other', tier: 'Default' },
    strangers: [
      [{ aud: ['https://stock.acme.example', 'https://acme.eu.auth0.com/userinfo'] }, 'audience_mismatch'],
      [{ iss: 'https://acme.us.auth0.com/' }, 'issuer_not_trusted'],
      [{ client_id: 'other' }, 'client_ambiguous'],
    ],
    unentitled: [
      [{ 'https://acme.example/roles': undefined, roles: ['order-admin'] }, 'group_missing'],
      [{ permissions: 'orders:read' }, 'claim_mismatch'],
    ],
  },
  'Auth0, machine to machine': {
    access: Access.scope('orders:read'),
    context: {},
    tier: 'Partner',
    other: { claims: { client_id: 'other', sub: 'other@clients' }, client: 'other', tier: 'Default' },
    strangers: [
      [{ aud: 'https://stock.acme.example' }, 'audience_mismatch'],
      [{ iss: 'https://acme-machines.eu.auth0.com' }, 'issuer_not_trusted'],
      [{ azp: 'other' }, 'client_ambiguous'],
    ],
    unentitled: [[{ scope: undefined, permissions: ['orders:read'] }, 'scope_missing']],
  },
  Google: {
    access: Access.inGroup('acme.example'),
    context: { hd: 'acme.example', email_verified: 'true' },
    tier: 'Workspace',
    other: {
      // An app on a phone that signs in for the server: `aud` is the server's.
      claims: { azp: '1234987819200-android.apps.googleusercontent.com', hd: undefined },
      client: '1234987819200-android.apps.googleusercontent.com',
      tier: 'Default',
    },
    strangers: [
      [{ aud: '407408718192.apps.googleusercontent.com' }, 'audience_mismatch'],
      [{ iss: 'accounts.google.com' }, 'issuer_not_trusted'],
      [{ client_id: '407408718192.apps.googleusercontent.com' }, 'client_ambiguous'],
    ],
    unentitled: [[{ hd: undefined, email: 'ada@acme.example' }, 'group_missing']],
  },
  Firebase: {
    access: Access.claim(ClaimPath.of('firebase', 'sign_in_provider'), 'password'),
    context: { firebase: '{"identities":{"email":["ada@acme.example"]},"sign_in_provider":"password"}' },
    tier: 'Password',
    other: {
      claims: { aud: 'acme-stock', firebase: { sign_in_provider: 'anonymous' } },
      client: 'acme-stock',
      tier: 'Default',
      issuer: {
        url: FIREBASE,
        trust: {
          factory: 'oidc',
          audiences: ['acme-stock'],
          clientClaims: ['aud'],
          jwksUri: 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
        },
      },
    },
    strangers: [
      [{ aud: 'acme-stock' }, 'audience_mismatch'],
      // Its keys are those of every project.
      [{ iss: FIREBASE }, 'audience_mismatch'],
      [{ iss: 'https://securetoken.google.com/evil', aud: 'evil' }, 'issuer_not_trusted'],
      [{ aud: ['acme-orders', 'acme-stock'] }, 'client_ambiguous'],
    ],
    unentitled: [[{ firebase: { sign_in_provider: 'anonymous' } }, 'claim_mismatch']],
  },
  'Cognito, access token': {
    access: Access.allOf(Access.scope('orders/read'), Access.inGroup('order-admins')),
    context: { 'cognito:groups': '["order-admins"]', username: 'ada' },
    tier: 'Partner',
    other: { claims: { client_id: '2ndaccess', 'cognito:groups': undefined }, client: '2ndaccess', tier: 'Default' },
    strangers: [
      [{ client_id: 'xxxxxxxxxxxxexample1234567' }, 'client_not_allowed'],
      [{ iss: POOL }, 'issuer_not_trusted'],
      [{ client_id: undefined, aud: '57cbishk4j24pabc1234567890' }, 'client_not_allowed'],
      [{ token_use: 'id' }, 'client_not_allowed'],
      [{ token_use: undefined }, 'token_use_mismatch'],
    ],
    unentitled: [
      [{ scope: 'openid orders/write' }, 'scope_missing'],
      [{ 'cognito:groups': undefined, groups: ['order-admins'] }, 'group_missing'],
    ],
  },
  'Cognito, ID token': {
    access: Access.inGroup('order-admins'),
    context: { 'cognito:groups': '["order-admins"]', email_verified: 'true' },
    tier: 'PoolAdmin',
    other: { claims: { aud: '2ndid', 'cognito:groups': undefined }, client: '2ndid', tier: 'Default' },
    strangers: [
      [{ aud: '57cbishk4j24pabc1234567890' }, 'client_not_allowed'],
      [{ iss: POOL }, 'issuer_not_trusted'],
      [{ aud: ['xxxxxxxxxxxxexample1234567'] }, 'client_not_allowed'],
      [{ token_use: 'access' }, 'client_not_allowed'],
      [{ token_use: 'refresh' }, 'token_use_mismatch'],
    ],
    unentitled: [[{ 'cognito:groups': ['order-readers'] }, 'group_missing']],
  },
  'Clerk-like': {
    access: Access.claim(ClaimPath.of('o', 'rol'), 'admin'),
    context: { o: '{"id":"org_2","rol":"admin","slg":"acme"}', fva: '[7,-1]' },
    tier: 'Organization',
    other: {
      claims: { azp: 'https://admin.acme.example', o: undefined },
      client: 'https://admin.acme.example',
      tier: 'Default',
    },
    strangers: [
      [{ aud: 'https://orders.acme.example' }, 'audience_mismatch'],
      [{ iss: 'https://clerk.evil.example' }, 'issuer_not_trusted'],
      [{ azp: 'https://evil.example' }, 'client_not_allowed'],
      [{ azp: undefined }, 'client_not_allowed'],
      [{ client_id: 'https://admin.acme.example' }, 'client_ambiguous'],
    ],
    unentitled: [[{ o: { id: 'org_2', rol: 'member' } }, 'claim_mismatch']],
  },
  'WorkOS-like': {
    access: Access.allOf(Access.inGroup('member'), Access.claimContains('permissions', 'orders:read')),
    context: {
      roles: '["member"]',
      permissions: '["orders:read"]',
      org_id: 'org_01HRDMC6CM357W30QMHMQ96Q0S',
      entitlements: '["audit-logs"]',
    },
    tier: 'Audited',
    other: {
      claims: { entitlements: [] },
      client: WORKOS,
      tier: 'Default',
      issuer: {
        url: WORKOS,
        trust: {
          factory: 'oidcWithoutAudience',
          clients: [WORKOS],
          clientClaims: ['iss'],
          jwksUri: 'https://api.workos.com/sso/jwks/client_01J00000000000000000000000',
          reason: 'the issuer signs for one client only, whose id is in its name',
        },
      },
    },
    strangers: [
      [{ aud: 'https://orders.acme.example' }, 'audience_mismatch'],
      [{ iss: 'https://api.workos.com/user_management/client_evil' }, 'issuer_not_trusted'],
      // Both are clients of the API, each with keys of its own.
      [{ iss: WORKOS }, 'signature_invalid'],
    ],
    unentitled: [
      [{ permissions: ['orders'] }, 'claim_mismatch'],
      [{ roles: ['admin'] }, 'group_missing'],
    ],
  },
};
