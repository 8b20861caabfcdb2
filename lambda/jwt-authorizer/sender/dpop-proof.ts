import { createHash } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from 'aws-jwt-verify/safe-json-parse';
import { AuthError } from '../auth-error';
import { claimOf } from '../claims';
import { jwkThumbprint } from './jwk-thumbprint';
import { decomposeJws } from '../jws-segments';
import { holdsSecret, VerificationKey } from '../verification-key';

export interface ProofContext {
  readonly method: string;
  /** https URL of the request without query: what the client must have signed. */
  readonly url: string;
  readonly accessToken: string;
  /** ms since 1970 */
  readonly now: number;
}

export interface VerifiedProof {
  /** RFC 7638 thumbprint of the key that signed, base64url SHA-256 */
  readonly thumbprint: string;
  readonly jti: string;
  /** seconds since 1970 */
  readonly issuedAt: number;
}

/** How long a proof counts: for so long its `jti` must be remembered, and the time that it may be ahead besides. */
export const PROOF_MAX_AGE_SECONDS = 60;
export const PROOF_MAX_AHEAD_SECONDS = 10;

const MAX_PROOF_LENGTH = 4_096;
const MAX_JTI_LENGTH = 256;
const TYPE = /^(application\/)?dpop\+jwt$/i;
const ALGORITHM = /^(?:ES(?:256|384|512)|[RP]S(?:256|384|512)|EdDSA)$/;

/**
 * A URL with one reading only: https, ASCII, without user information, query, fragment or half an escape, and without a
 * backslash, which the parser takes for a slash.
 */
const PLAIN_URL = /^(?!.*%(?![\da-f]{2}))https:\/\/[\w.:[\]%-]+(\/[!"$->@-[\]-~]*)?$/i;

/** Checks a proof for one request with one access token (RFC 9449, section 4.3), all but `cnf` and replay. */
export function verifyProof(proof: string, context: ProofContext): VerifiedProof {
  const jws = decomposeJws(proof, MAX_PROOF_LENGTH) ?? refuse();
  const jwk = keyOf(jws.header) ?? refuse();
  const issuedAt = claimOf(jws.payload, 'iat');
  const jti = claimOf(jws.payload, 'jti');
  if (!isFresh(issuedAt, context.now) || !isIdentifier(jti) || !isFor(context, jws.payload)) refuse();
  if (!new VerificationKey(jwk).signed(jws)) refuse();
  return { thumbprint: jwkThumbprint(jwk) ?? refuse(), jti, issuedAt };
}

/** Whether the token was issued to the holder of the key with this thumbprint (RFC 9449, section 6.1). */
export function boundToKey(claims: JsonObject, thumbprint: string): boolean {
  const confirmation = claimOf(claims, 'cnf') as Json;
  const bound = isJsonObject(confirmation) && claimOf(confirmation, 'jkt');
  return typeof bound === 'string' && bound === thumbprint;
}

/** The public key of the header; undefined if the header is not that of a proof. */
function keyOf(header: JsonObject): JsonObject | undefined {
  const { typ, alg, jwk } = header;
  if (typeof typ !== 'string' || !TYPE.test(typ) || typeof alg !== 'string' || !ALGORITHM.test(alg)) return undefined;
  // No extension is implemented, so none may be marked critical; `b64` changes what is signed (RFC 7797).
  if ('crit' in header || 'b64' in header) return undefined;
  // A private key that was sent along proves nothing any more.
  return isJsonObject(jwk) && !holdsSecret(jwk) ? jwk : undefined;
}

/** Written so that a time that is no number, on either side, is not fresh. */
function isFresh(issuedAt: unknown, now: number): issuedAt is number {
  const age = typeof issuedAt === 'number' ? now / 1_000 - issuedAt : Number.NaN;
  return age <= PROOF_MAX_AGE_SECONDS && age >= -PROOF_MAX_AHEAD_SECONDS;
}

function isIdentifier(jti: unknown): jti is string {
  return typeof jti === 'string' && jti !== '' && jti.length <= MAX_JTI_LENGTH;
}

function isFor({ method, url, accessToken }: ProofContext, claims: JsonObject): boolean {
  const htu = claimOf(claims, 'htu');
  if (claimOf(claims, 'htm') !== method || typeof htu !== 'string') return false;
  // A query or a fragment that was signed does not count.
  const signed = normalUrl(htu.replace(/[?#].*$/s, ''));
  if (signed === undefined || signed !== normalUrl(url)) return false;
  return claimOf(claims, 'ath') === createHash('sha256').update(accessToken).digest('base64url');
}

/** Host, port and path by RFC 3986, sections 6.2.2 and 6.2.3: the parser does all but the escapes in the path. */
function normalUrl(url: string): string | undefined {
  const match = PLAIN_URL.exec(url);
  if (!match || !URL.canParse(url)) return undefined;
  const { host, origin } = new URL(url);
  // By itself: in a whole URL, Node 20 overlooks `/./` and `/../` behind a name that begins with a dot.
  const { pathname } = new URL(`.${match[1] ?? '/'}`, origin);
  return host + pathname.replace(/%../g, normalEscape);
}

function normalEscape(escape: string): string {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
}

function refuse(): never {
  throw new AuthError('proof_invalid');
}
