import { isUtf8 } from 'node:buffer';
import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import { isJsonObject, type JsonObject, safeJsonParse } from 'aws-jwt-verify/safe-json-parse';

/** Canonical base64url: no padding and no stray trailing bits, so that the same bytes have one spelling only. */
const BASE64URL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/** A JWS in compact form (RFC 7515, section 7.1) with JSON objects in it, taken apart; undefined for anything else. */
export function decomposeJws(jws: string, maxLength: number): DecomposedJwt | undefined {
  const segments = jws.length <= maxLength ? jws.split('.') : [];
  if (segments.length !== 3 || !segments.every((segment) => segment !== '' && BASE64URL.test(segment)))
    return undefined;
  const [headerB64, payloadB64, signatureB64] = segments;
  const header = parseJson(headerB64);
  const payload = parseJson(payloadB64);
  return header && payload && { header, headerB64, payload, payloadB64, signatureB64 };
}

function parseJson(segment: string): JsonObject | undefined {
  const bytes = Buffer.from(segment, 'base64url');
  // Bytes that are not UTF-8 would all turn into the same replacement character, and two values into one.
  if (!isUtf8(bytes)) return undefined;
  try {
    const json = safeJsonParse(bytes.toString());
    return isJsonObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
