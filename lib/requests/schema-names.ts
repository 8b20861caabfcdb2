import type { KeywordSite } from './schema-compilation';
import { failInvalid } from './schema-faults';
import { isJsonObject } from './schema-json';
import { childPointer } from './schema-pointer';

/**
 * Refuses names of the author's own that a template cannot carry: CloudFormation reads an object with a member `Ref`
 * or `Fn::...` as one of its functions.
 */
export function requireName(site: KeywordSite, name: string, pointer: string): void {
  if (name !== 'Ref' && !name.startsWith('Fn::')) return;
  failInvalid(
    site.compilation.at,
    `the name at '${pointer}' is '${name}'`,
    'CloudFormation would read it as a function of its own: rename it',
  );
}

/** {@link requireName} for every object in a value of `enum` or `const`. */
export function requireDataNames(site: KeywordSite, data: unknown, pointer: string): void {
  if (Array.isArray(data)) data.forEach((item, index) => requireDataNames(site, item, childPointer(pointer, index)));
  if (!isJsonObject(data)) return;
  for (const [name, value] of Object.entries(data)) {
    const member = childPointer(pointer, name);
    requireName(site, name, member);
    requireDataNames(site, value, member);
  }
}
