import { LocalGatewayError } from '../gateway/local-gateway-error';

/** An issuer taken apart. */
export interface IssuerUrl {
  /** Lower case, without a port. */
  readonly host: string;
  /** Host and path without a slash at the end: one for both spellings of an issuer. */
  readonly location: string;
}

/** @throws LocalGatewayError `IssuerInvalid` if it cannot be an issuer: an https URL without query, fragment and user */
export function parseIssuer(issuer: string): IssuerUrl {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (!url || url.protocol !== 'https:' || /[?#]/.test(issuer) || url.username !== '' || url.password !== '') {
    throw new LocalGatewayError('IssuerInvalid', 'an issuer is an https URL without query, fragment and user');
  }
  return { host: url.hostname, location: locationOf(url.hostname, url.pathname) };
}

export function isIssuer(text: string): boolean {
  try {
    return parseIssuer(text).host !== '';
  } catch {
    return false;
  }
}

export function locationOf(host: string, path: string): string {
  return host + withoutTrailingSlashes(path);
}

export function withoutTrailingSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}
