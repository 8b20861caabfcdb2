import { Token } from 'aws-cdk-lib';
import type { ClaimName } from '../private/authorizer-contract';
import { fail, type Place } from '../private/checks';

/** Absolute URLs and URNs: claims are called so to be nobody else's, and nobody means a path by them. */
const URI = /^(?:[a-z][a-z\d+.-]*:\/\/|urn:)\S+$/i;

/** Dots, brackets and a slash in front: what others write paths with. */
const PATH_LIKE = /[.[\]]|^\//;

/**
 * The claim that a text names: exactly this top-level claim, or what `ClaimPath.of` says.
 *
 * Passes unresolved tokens: they are names, and known at deployment.
 *
 * @throws SecureApiError for a text that could be a name or a path: read the wrong way it would deny everybody
 */
export function claimNameOf(place: Omit<Place, 'code'>, text: string): ClaimName {
  if (Token.isUnresolved(text)) return text;
  if (text.startsWith('[')) {
    const names = pathNames(text);
    if (names) return names.length === 1 ? names[0] : names;
    fail({ ...place, code: 'ClaimPathInvalid' }, text, "it begins with '[', so it must be what ClaimPath.of() returns");
  }
  if (!PATH_LIKE.test(text) || URI.test(text)) return text;
  const nested = text
    .replace(/^\$/, '')
    .split(/[.[\]/'"]+/)
    .filter((name) => name !== '');
  const ways = [nested, [text]].map((names) => `ClaimPath.of(${names.map((name) => JSON.stringify(name)).join(', ')})`);
  return fail(
    { ...place, code: 'ClaimNameAmbiguous' },
    text,
    `it could be a path or a name: write ${ways[0]} for a claim inside of another one, ${ways[1]} for a claim of this very name`,
  );
}

export function isSame(a: ClaimName, b: ClaimName): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A claim in words. */
export function describeClaim(name: ClaimName): string {
  return typeof name === 'string' ? name : name.join('.');
}

/** The names in the one form that `ClaimPath.of` gives them. */
function pathNames(text: string): readonly string[] | undefined {
  try {
    const names: unknown = JSON.parse(text);
    const valid =
      Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string' && name !== '');
    return valid && JSON.stringify(names) === text ? (names as string[]) : undefined;
  } catch {
    return undefined;
  }
}
