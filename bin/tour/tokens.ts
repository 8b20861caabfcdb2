import { randomBytes } from 'node:crypto';
import type { LocalGateway } from 'cdk-secure-api-gateway-local';

/** The reference app's partner issuer and the audience that its tokens must name. */
export const ISSUER = 'https://login.example.com/';
export const AUDIENCE = 'https://orders.example.com';

/** Header of a request with a token. */
export function bearer(token: string): { Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}

/** A token as the shop's user pool issues it to a user of a tenant. */
export function shopToken(gateway: LocalGateway, claims: Record<string, unknown>): string {
  return gateway.issueToken({ tenant_id: 'acme', ...claims });
}

/** The same token with other claims under the old signature. */
export function tampered(token: string, claims: Record<string, unknown>): string {
  const [header, payload, signature] = token.split('.');
  const original = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return [header, encode({ ...original, ...claims }), signature].join('.');
}

/** The same claims, signed by nobody. */
export function unsigned(token: string): string {
  return [encode({ alg: 'none', typ: 'JWT' }), token.split('.')[1], ''].join('.');
}

/** The same claims under a signature of random bytes. */
export function forged(token: string): string {
  const [header, payload] = token.split('.');
  return [header, payload, randomBytes(256).toString('base64url')].join('.');
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
