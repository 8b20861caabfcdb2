/**
 * WAF compares bytes, so text is handled as a string with one character for each byte.
 *
 * Header values are such strings already; anything beyond a byte is taken as UTF-8.
 */
export function byteText(text: string): string {
  // eslint-disable-next-line no-control-regex
  return /^[\x00-\xff]*$/.test(text) ? text : utf8Bytes(text);
}

/** The UTF-8 bytes of a text, one character for each. */
export function utf8Bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
