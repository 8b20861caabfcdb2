/**
 * Decodings of WAF's, each as a list of what the text may become: where a text is not encoded well, the documents do not
 * say what WAF makes of it.
 */

/** Whether a plus becomes a space is not documented; both may be. */
export function decodeUrl(text: string): readonly string[] {
  return withAndWithoutPlus(text, (part) => part.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => byte(hex)));
}

/** As `decodeUrl`, and `%uXXXX`: of full-width ASCII its plain letter, of anything else the lower byte. */
export function decodeUrlUni(text: string): readonly string[] {
  const encoded = /%(?:[uU]([0-9A-Fa-f]{4})|([0-9A-Fa-f]{2}))/g;
  const decoded = (_: string, wide: string | undefined, hex: string): string => byteOfWide(wide) ?? byte(hex);
  return withAndWithoutPlus(text, (part) => part.replace(encoded, decoded));
}

/** Nothing can be said of a text with characters beyond ASCII, with `&amp;` or without the semicolon. */
export function decodeHtmlEntities(text: string): readonly string[] {
  if (/&amp|&(?:quot|nbsp|lt|gt)(?!;)|&#(?:\d+|[xX][0-9A-Fa-f]+)(?![\dA-Fa-f;])/i.test(text)) return [];
  let known = true;
  const result = text.replace(
    /&(?:(quot|nbsp|lt|gt)|#(\d+)|#[xX]([0-9A-Fa-f]+));/gi,
    (_, name: string | undefined, decimal: string | undefined, hex: string | undefined) => {
      if (name !== undefined) return { quot: '"', nbsp: '\xa0', lt: '<', gt: '>' }[name.toLowerCase()] ?? '';
      const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      known &&= code < 128;
      return known ? String.fromCharCode(code) : '';
    },
  );
  return known ? [result] : [];
}

/** A text that is not Base64 may stay, go, or be decoded as far as it is. */
export function decodeBase64(text: string): readonly string[] {
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return [fromBase64(text)];
  return [text, '', fromBase64(/^[A-Za-z0-9+/]*/.exec(text)?.[0] ?? ''), ...decodeBase64Loosely(text)];
}

/** Characters that are not Base64 are passed over. */
export function decodeBase64Loosely(text: string): readonly string[] {
  return [fromBase64(text.replace(/[^A-Za-z0-9+/]+/g, ''))];
}

/** A text that is not hexadecimal may stay, go, or be decoded as far as it is. */
export function decodeHex(text: string): readonly string[] {
  const decoded = Buffer.from(text, 'hex').toString('latin1');
  return decoded.length * 2 === text.length ? [decoded] : [text, '', decoded];
}

function withAndWithoutPlus(text: string, decode: (text: string) => string): readonly string[] {
  return text.includes('+') ? [decode(text), decode(text.replaceAll('+', ' '))] : [decode(text)];
}

function byte(hex: string): string {
  return String.fromCharCode(parseInt(hex, 16));
}

function byteOfWide(hex: string | undefined): string | undefined {
  if (hex === undefined) return undefined;
  const code = parseInt(hex, 16);
  const low = code & 0xff;
  return String.fromCharCode(code >= 0xff01 && code <= 0xff5e ? low + 0x20 : low);
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}
