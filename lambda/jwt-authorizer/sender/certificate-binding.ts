import { createHash, X509Certificate } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from 'aws-jwt-verify/safe-json-parse';
import { claimOf } from '../claims';

/** One certificate and nothing around it: of several, or of text with one in it, it would have to be guessed which. */
const ONE_CERTIFICATE = /^\s*-----BEGIN CERTIFICATE-----([A-Za-z\d+/=\s]+)-----END CERTIFICATE-----\s*$/;

/** Whether the token was issued to the holder of the certificate (RFC 8705, section 3.1). */
export function boundToCertificate(claims: JsonObject, pem: unknown): boolean {
  const confirmation = claimOf(claims, 'cnf') as Json;
  const thumbprint = certificateThumbprint(pem);
  return thumbprint !== undefined && isJsonObject(confirmation) && claimOf(confirmation, 'x5t#S256') === thumbprint;
}

/** Base64url of SHA-256 of the certificate in DER (RFC 8705, section 3.1); undefined for what is no certificate. */
export function certificateThumbprint(pem: unknown): string | undefined {
  const match = typeof pem === 'string' && ONE_CERTIFICATE.exec(pem);
  if (!match) return undefined;
  const der = Buffer.from(match[1], 'base64');
  try {
    // What follows the certificate would be ignored, and what is not DER rewritten.
    if (!new X509Certificate(der).raw.equals(der)) return undefined;
  } catch {
    return undefined;
  }
  return createHash('sha256').update(der).digest('base64url');
}
