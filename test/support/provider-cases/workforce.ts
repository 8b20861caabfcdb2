import { Access, ClaimPath } from '../../../lib';
import type { ProviderCase } from './provider-case';

const OTHER_TENANT = '99999999-0d3a-4f0e-9a57-5c2e8d1f7a10';
const MICROSOFT = 'https://login.microsoftonline.com';
const allOf = (scope: string, group: string): Access => Access.allOf(Access.scope(scope), Access.inGroup(group));

/** Providers of a company's own people and machines, by the names of their tokens. */
export const WORKFORCE_CASES: Readonly<Record<string, ProviderCase>> = {
  'Entra ID v1': {
    access: allOf('Orders.Read', 'Order.Admin'),
    context: {
      tid: 'b21f4c6e-0d3a-4f0e-9a57-5c2e8d1f7a10',
      oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
      roles: '["Order.Admin"]',
      upn: 'ada@acme.example',
    },
    tier: 'Partner',
    other: { claims: { appid: 'other-app' }, client: 'other-app', tier: 'Default' },
    strangers: [
      [{ aud: 'api://stock.acme.example' }, 'audience_mismatch'],
      [{ iss: `https://sts.windows.net/${OTHER_TENANT}/`, tid: OTHER_TENANT }, 'issuer_not_trusted'],
      [{ azp: 'other-app' }, 'client_ambiguous'],
    ],
    unentitled: [
      [{ scp: 'Orders.Write' }, 'scope_missing'],
      [{ roles: ['Order.Reader'] }, 'group_missing'],
    ],
  },
  'Entra ID v2': {
    access: allOf('access_as_user', '0f9c8b7a-1111-4222-8333-444455556666'),
    context: {
      tid: 'b21f4c6e-0d3a-4f0e-9a57-5c2e8d1f7a10',
      oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
      groups: '["0f9c8b7a-1111-4222-8333-444455556666"]',
    },
    tier: 'Staff',
    other: { claims: { azp: 'other-app', groups: undefined }, client: 'other-app', tier: 'Default' },
    strangers: [
      [{ aud: 'api://orders.acme.example' }, 'audience_mismatch'],
      [{ iss: `${MICROSOFT}/${OTHER_TENANT}/v2.0`, tid: OTHER_TENANT }, 'issuer_not_trusted'],
      [{ appid: '6731de76-14a6-49ae-97bc-6eba6914391e' }, 'client_ambiguous'],
    ],
    unentitled: [
      [{ scp: undefined, roles: ['access_as_user'] }, 'scope_missing'],
      [{ groups: undefined, _claim_names: { groups: 'src1' } }, 'group_missing'],
    ],
  },
  'Entra ID v2, claims mapping': {
    access: Access.claim('department', 'Sales'),
    context: {
      tid: '3c5d7e9f-1a2b-4c3d-8e4f-5a6b7c8d9e0f',
      oid: '3f2e1d0c-4b5a-4968-8776-655443322110',
      department: 'Sales',
    },
    tier: 'Sales',
    other: { claims: { azp: 'other-app', department: 'Stock' }, client: 'other-app', tier: 'Default' },
    strangers: [
      [{ aud: '6e74172b-be56-4843-9ff4-e66a39bb12e3' }, 'audience_mismatch'],
      // Of the other tenant that is trusted, but signed with a key of this application.
      [
        { iss: `${MICROSOFT}/b21f4c6e-0d3a-4f0e-9a57-5c2e8d1f7a10/v2.0`, aud: '6e74172b-be56-4843-9ff4-e66a39bb12e3' },
        'signature_invalid',
      ],
      [{ client_id: 'other-app' }, 'client_ambiguous'],
    ],
    unentitled: [[{ department: 'sales' }, 'claim_mismatch']],
  },
  'Azure AD B2C': {
    access: Access.scope('read'),
    context: { tfp: 'B2C_1_sign_in' },
    tier: 'Default',
    other: { claims: { azp: 'other-app' }, client: 'other-app', tier: 'Default' },
    strangers: [
      [{ aud: 'd4b1f7a0-7f0c-4c3e-8b0c-2f6f5d1e9a33' }, 'audience_mismatch'],
      [{ iss: `https://acme.b2clogin.com/${OTHER_TENANT}/v2.0/` }, 'issuer_not_trusted'],
      [{ azp: ['d4b1f7a0-7f0c-4c3e-8b0c-2f6f5d1e9a33'] }, 'client_ambiguous'],
    ],
    unentitled: [[{ scp: 'readers write' }, 'scope_missing']],
  },
  Okta: {
    access: allOf('orders:read', 'Order Admins'),
    context: { uid: '00ujmkLgagxeRrAg20g3', groups: '["Everyone","Order Admins"]' },
    tier: 'Staff',
    other: { claims: { cid: '0oaother', groups: ['Everyone'] }, client: '0oaother', tier: 'Default' },
    strangers: [
      [{ aud: 'api://stock' }, 'audience_mismatch'],
      [{ iss: 'https://acme.okta.com/oauth2/aus9o8wvkhockw9TL0h7' }, 'issuer_not_trusted'],
      [{ client_id: '0oaother' }, 'client_ambiguous'],
    ],
    unentitled: [
      [{ scp: ['openid'] }, 'scope_missing'],
      [{ groups: ['Everyone', 'Order'] }, 'group_missing'],
    ],
  },
  Keycloak: {
    access: Access.allOf(
      Access.scope('orders'),
      Access.claimContains(ClaimPath.of('resource_access', 'orders-api', 'roles'), 'reader'),
    ),
    context: {
      groups: '["/staff/orders"]',
      realm_access_roles: '["offline_access","order-admin"]',
      resource_access: '{"orders-api":{"roles":["reader"]},"account":{"roles":["view-profile"]}}',
      email_verified: 'true',
    },
    tier: 'Staff',
    other: { claims: { azp: 'stock-web', groups: ['/staff'] }, client: 'stock-web', tier: 'Default' },
    strangers: [
      [{ aud: 'account' }, 'audience_mismatch'],
      [{ iss: 'https://sso.acme.example/realms/partners' }, 'issuer_not_trusted'],
      [{ client_id: 'stock-web' }, 'client_ambiguous'],
    ],
    unentitled: [
      [{ scope: 'openid email' }, 'scope_missing'],
      [{ resource_access: { account: { roles: ['reader'] } } }, 'claim_mismatch'],
    ],
  },
  'Keycloak, service account': {
    access: Access.scope('orders'),
    context: {},
    tier: 'Partner',
    other: { claims: { azp: 'stock-batch', client_id: 'stock-batch' }, client: 'stock-batch', tier: 'Default' },
    strangers: [
      [{ aud: ['stock-api'] }, 'audience_mismatch'],
      [{ iss: 'https://sso.acme.example/realms/machines/' }, 'issuer_not_trusted'],
      [{ client_id: 'stock-batch' }, 'client_ambiguous'],
    ],
    unentitled: [[{ scope: 'Orders' }, 'scope_missing']],
  },
  'AD FS-like': {
    access: allOf('orders', 'Order Admins'),
    context: { group: '["Order Admins"]', upn: 'ada@acme.example' },
    tier: 'Default',
    other: { claims: { appid: 'other-app' }, client: 'other-app', tier: 'Default' },
    strangers: [
      [{ aud: 'microsoft:identityserver:0' }, 'audience_mismatch'],
      [{ iss: 'http://adfs.acme.example/adfs/services/trust' }, 'issuer_not_trusted'],
      [{ appid: '50ce8764-6f2a-4c0d-96c0-39cc601ea154', azp: 'other-app' }, 'client_ambiguous'],
    ],
    unentitled: [
      [{ scp: 'openid' }, 'scope_missing'],
      [{ group: 'Order Admin' }, 'group_missing'],
    ],
  },
};
