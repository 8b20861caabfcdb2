import { isUtf8 } from 'node:buffer';
import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import { isJsonObject, type Json, type JsonObject, safeJsonParse } from 'aws-jwt-verify/safe-json-parse';

const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** What a last group of two or three characters may end with: its other bits are none of the content's. */
const LAST_OF_TWO = 'AQgw';
const LAST_OF_THREE = 'AEIMQUYcgkosw048';
/** Names that the library's parser takes out of every object, or an escape that could spell one of them. */
const UNSAFE_NAME = /\\|__proto__|constructor/;

/** A JWS in compact form (RFC 7515, section 7.1) with JSON objects in it, taken apart; undefined for anything else. */
export function decomposeJws(jws: string, maxLength: number): DecomposedJwt | undefined {
  if (jws.length > maxLength || !COMPACT.test(jws)) return undefined;
  const [headerB64, payloadB64, signatureB64] = jws.split('.');
  if (!isCanonical(headerB64) || !isCanonical(payloadB64) || !isCanonical(signatureB64)) return undefined;
  const header = parseHeader(headerB64);
  const payload = parseJson(payloadB64);
  return header && payload && { header, headerB64, payload, payloadB64, signatureB64 };
}

/** Canonical base64url: no padding and no stray trailing bits, so that the same bytes have one spelling only. */
function isCanonical(segment: string): boolean {
  const last = segment[segment.length - 1];
  switch (segment.length % 4) {
    case 0:
      return true;
    case 2:
      return LAST_OF_TWO.includes(last);
    case 3:
      return LAST_OF_THREE.includes(last);
    default:
      return false;
  }
}

/** The last header and its text: all tokens of one key have the same. */
let last: { readonly segment: string; readonly header: JsonObject | undefined } | undefined;

function parseHeader(segment: string): JsonObject | undefined {
  if (last?.segment !== segment) last = { segment, header: freeze(parseJson(segment)) };
  return last.header;
}

/** Shared by tokens, so nobody may change it. */
function freeze(header: JsonObject | undefined): JsonObject | undefined {
  return header && Object.freeze(header);
}

function parseJson(segment: string): JsonObject | undefined {
  const bytes = Buffer.from(segment, 'base64url');
  // Bytes that are not UTF-8 would all turn into the same replacement character, and two values into one.
  if (!isUtf8(bytes)) return undefined;
  try {
    const text = bytes.toString();
    // The library looks at every value by a function, which takes longer than all the rest of the parse.
    const json = UNSAFE_NAME.test(text) ? safeJsonParse(text) : (JSON.parse(text) as Json);
    return isJsonObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
