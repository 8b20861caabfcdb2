import { Token } from 'aws-cdk-lib';
import { fail, requireKnownList, requireNonEmpty, requireOneOf, requirePattern } from '../private/checks';
import { SignatureAlgorithm } from './signature-algorithm';

/** How CDK writes what only the deployment knows into a string. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;

/** An issuer is an https URL without query and fragment (OpenID Connect Discovery 1.0, section 3). */
export function requireIssuerUrl(at: string, url: string): void {
  const rule =
    'it must be an https URL without user name, query and fragment, exactly as in the iss claim; a query belongs into jwksUri';
  const adFs = '; if it is that of AD FS, change the identifier of the federation service to https';
  const place = { at, name: 'url', code: 'IssuerUrlInvalid' } as const;
  if (typeof url === 'string' && url.startsWith('http:')) fail(place, url, rule + adFs);
  if (!isPlainHttpsUrl(url) || url.includes('?')) fail(place, url, rule);
}

/** The address of a key set may have a query: OpenID Connect restricts that of the issuer only. */
export function requireJwksUri(at: string, url: string): void {
  const rule = 'it must be an https URL without user name and fragment, as jwks_uri in the metadata of the issuer';
  if (!isPlainHttpsUrl(url)) fail({ at, name: 'jwksUri', code: 'IssuerUrlInvalid' }, url, rule);
}

/** The function refuses to work with a configuration that it does not understand, so it must not be deployed. */
export function requireTexts(at: string, name: string, texts: readonly string[]): void {
  if (Token.isUnresolved(texts)) return;
  const rule = 'it must be text of at least one character';
  const list: unknown = texts;
  if (!Array.isArray(list)) fail({ at, name, code: 'TextEmpty' }, list, 'it must be a list of texts');
  for (const text of texts) requirePattern({ at, name, code: 'TextEmpty' }, text, /^[^]+$/, rule);
}

/** JavaScript callers can pass anything, and the function would refuse to work with it. */
export function requireFlag(at: string, name: string, flag: boolean | undefined): void {
  if (flag === undefined || typeof flag === 'boolean') return;
  fail({ at, name, code: 'IssuerTokenTypeInvalid' }, flag, 'it must be true or false');
}

/** Names of claims: literal text, because the checks and documents of the API name them. */
export function requireClaimNames(at: string, name: string, claims: readonly string[] | undefined): void {
  requireKnownList(at, name, claims);
  requireTexts(at, name, claims ?? []);
}

export function requireAlgorithms(at: string, algorithms: readonly SignatureAlgorithm[] | undefined): void {
  requireKnownList(at, 'algorithms', algorithms);
  if (algorithms === undefined) return;
  requireNonEmpty({ at, name: 'algorithms', code: 'IssuerAlgorithmsEmpty' }, algorithms, 'no token could pass');
  const place = { at, name: 'algorithms', code: 'IssuerAlgorithmInvalid' } as const;
  for (const algorithm of algorithms) requireOneOf(place, algorithm, Object.values(SignatureAlgorithm));
}

/** Of a URL that holds CDK tokens, what is known is looked at. The function asks for the same, letter case included. */
function isPlainHttpsUrl(url: string): boolean {
  if (typeof url !== 'string') return false;
  const known = url.replace(TOKEN, 'token');
  const begins = known.startsWith('https://') || (known !== url && known.startsWith('token'));
  if (!begins || !/^[\x21-\x7e]+$/.test(known) || known.includes('#')) return false;
  return !/^[^/]*\/\/[^/?]*@/.test(known) && (known !== url || URL.canParse(url));
}
