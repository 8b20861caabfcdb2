import type { GatewayRequest } from '../chain/gateway-request';

/** JSON Web Tokens, signed or encrypted, whole or cut off. */
const TOKENS = /\beyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g;
const CREDENTIALS = /\b(Bearer|DPoP|Basic)(\s+)[\w.~+/=-]{8,}/gi;
const REDACTED = '[redacted]';

/** Headers whose values let their sender in. */
const SENSITIVE = new Set([
  'authorization',
  'cookie',
  'x-api-key',
  'dpop',
  'x-amz-security-token',
  'proxy-authorization',
]);

/** Shorter values would be found in any text. */
const MIN_LENGTH = 6;

/** Takes what lets somebody in out of texts that are kept or printed. */
export class Redaction {
  /** Not even a log that is written as JSON may show them. */
  readonly #secrets: readonly string[];

  /** @param secrets values that must not be shown, wherever they are */
  public constructor(secrets: Iterable<string>) {
    this.#secrets = [...new Set(secrets)]
      .filter((secret) => secret.length >= MIN_LENGTH)
      .sort((a, b) => b.length - a.length);
  }

  /** The same, and the credentials of one request. */
  public with({ headers }: Pick<GatewayRequest, 'headers'>): Redaction {
    const values = headers.filter(([name]) => SENSITIVE.has(name.toLowerCase())).map(([, value]) => value.trim());
    const parts = values.flatMap((value) => value.split(/[\s;=]+/));
    return new Redaction([...this.#secrets, ...values, ...parts.filter((part) => part.length >= 16)]);
  }

  public of(text: string): string {
    let clean = text;
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, REDACTED);
    return clean.replace(CREDENTIALS, `$1$2${REDACTED}`).replace(TOKENS, REDACTED);
  }
}
