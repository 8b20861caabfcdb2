/** The JSON pointer of the root, as a URI fragment. */
export const ROOT_POINTER = '#';

/** Appends reference tokens, escaped as RFC 6901 wants it. */
export function childPointer(pointer: string, ...names: Array<string | number>): string {
  return [pointer, ...names.map((name) => escapeName(String(name)))].join('/');
}

/** What a `$ref` of the form `#/definitions/<name>` or `#/$defs/<name>` points at. */
export interface DefinitionReference {
  readonly container: 'definitions' | '$defs';
  readonly name: string;
  /** The same reference in draft-04, percent-encoded as a URI fragment must be. */
  readonly draft04: string;
}

/** Undefined for every other form, and for one with a broken escape. */
export function parseReference(reference: string): DefinitionReference | undefined {
  const match = /^#\/(definitions|\$defs)\/([^/]*)$/.exec(reference);
  if (!match) return undefined;
  try {
    const token = decodeURIComponent(match[2]);
    // A slash that was percent-encoded still separates two tokens; a tilde stands only before 0 or 1.
    if (/\/|~(?![01])/.test(token)) return undefined;
    const name = token.replace(/~1/g, '/').replace(/~0/g, '~');
    return {
      container: match[1] === '$defs' ? '$defs' : 'definitions',
      name,
      draft04: `#/definitions/${encodeURIComponent(escapeName(name))}`,
    };
  } catch {
    return undefined;
  }
}

function escapeName(name: string): string {
  return name.replace(/~/g, '~0').replace(/\//g, '~1');
}
