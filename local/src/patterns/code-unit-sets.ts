/** Every code unit of UTF-16, each at the place of its own value. */
let everyUnit: string | undefined;

const known = new Map<string, Uint8Array>();

/**
 * The code units that an atom of an ECMAScript regular expression matches: JavaScript itself is asked, so that its rules for
 * sets, escapes and white space hold to the letter.
 *
 * @param atom one that matches exactly one code unit: `[^a-z]`, `\d`, `.`
 */
export function unitsOf(atom: string): Uint8Array {
  const found = known.get(atom) ?? asked(atom);
  known.set(atom, found);
  return found;
}

/** The set of one code unit. */
export function unit(code: number): Uint8Array {
  const name = `unit ${code}`;
  const found = known.get(name) ?? new Uint8Array(code + 1);
  found[code] = 1;
  known.set(name, found);
  return found;
}

function asked(atom: string): Uint8Array {
  everyUnit ??= Array.from({ length: 65_536 }, (_, code) => String.fromCharCode(code)).join('');
  const set = new Uint8Array(65_536);
  for (const { index } of everyUnit.matchAll(new RegExp(atom, 'g'))) set[index] = 1;
  return set;
}
