import { Token } from 'aws-cdk-lib';
import { fail } from '../private/checks';

/**
 * Names a claim that stands inside of another one, or whose own name has a dot, wherever the name of a claim is asked for.
 *
 * `ClaimPath.of('realm_access', 'roles')` is the member `roles` of the claim `realm_access`, as Keycloak writes it.
 * `ClaimPath.of('acme.roles')` is the one claim that is called `acme.roles`. A name without dots, brackets and a slash in front,
 * and a URL, needs no path: `tenant_id`, `cognito:groups`, `https://acme.example/roles`.
 */
export class ClaimPath {
  /**
   * The claim under these names, from the outermost to the innermost, each exact and case-sensitive.
   *
   * Only members of objects are found, never items of lists, and no name is a pattern. What is returned is text, the JSON form
   * of the list: `["realm_access","roles"]`.
   *
   * @param names one or more names, literal strings of at least one character
   */
  public static of(...names: string[]): string {
    const place = { at: 'ClaimPath.of()', name: 'names', code: 'ClaimPathInvalid' } as const;
    const rule = 'it must be one or more literal strings of at least one character, each an argument of its own';
    if (names.length === 0) fail(place, names, rule);
    for (const name of names) {
      if (typeof name !== 'string' || name === '' || Token.isUnresolved(name)) fail(place, name, rule);
    }
    return JSON.stringify(names);
  }

  private constructor() {}
}
