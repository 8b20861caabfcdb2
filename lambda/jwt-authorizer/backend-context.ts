import type { ClaimName } from '../../lib/private/authorizer-contract';
import { claimOf, isSafe, primitiveText } from './claims';
import { jsonText } from './json-text';
import { grantedScopes } from './token-scopes';
import type { VerifiedToken } from './verified-tokens';

/**
 * Bytes of all names and values together. API Gateway documents 8 KB for WebSocket authorizers and nothing for REST; the claims of
 * a token that fits into 10,240 bytes of headers take less (ADR 0022).
 */
export const MAX_CONTEXT_BYTES = 8_192;

/** Names in the context that no claim may take; `principalId` API Gateway sets by itself. */
const RESERVED = new Set(['sub', 'iss', 'clientId', 'scope', 'tier', 'principalId', '__proto__']);

/** What the backend gets to know of a token. */
export interface BackendContext {
  /** Flat strings, and nothing that could forge a header or a log line there. */
  readonly context: Readonly<Record<string, string>>;
  /** Names of what the token has and the context has not, because it is unsafe, inexact or too long. */
  readonly leftOut: readonly string[];
}

/** Identity first, then the claims in the order of the configuration, so that no claim pushes out who the caller is. */
export function backendContext(
  { claims, clientId, issuer }: VerifiedToken,
  contextClaims: readonly ClaimName[],
  tier?: string,
): BackendContext {
  const context: Record<string, string> = {};
  const leftOut: string[] = [];
  let bytes = 0;
  const add = (name: string, text: string | undefined): void => {
    const size = text ? Buffer.byteLength(name) + Buffer.byteLength(text) : 0;
    if (!text || !isSafe(text) || bytes + size > MAX_CONTEXT_BYTES) {
      leftOut.push(name);
      return;
    }
    bytes += size;
    context[name] = text;
  };
  const scope = grantedScopes({ claims, issuer }).join(' ');
  if (claims.sub !== undefined) add('sub', claims.sub);
  add('iss', issuer.issuer);
  if (clientId !== undefined) add('clientId', clientId);
  if (tier !== undefined) add('tier', tier);
  if (scope !== '') add('scope', scope);
  for (const claim of contextClaims) {
    const name = contextKeyOf(claim);
    const value = claimOf(claims, claim);
    // A claim that is null says nothing.
    if (!RESERVED.has(name) && (value ?? null) !== null) add(name, contextText(value));
  }
  return { context, leftOut };
}

/** The name under which the backend gets a claim; the names of a path are joined to one that logs and templates can name. */
export function contextKeyOf(claim: ClaimName): string {
  return typeof claim === 'string' ? claim : claim.join('_');
}

/** A text as it is, numbers and booleans in their JSON form, lists and objects as JSON text. */
function contextText(value: unknown): string | undefined {
  return typeof value === 'object' ? jsonText(value) : primitiveText(value);
}
