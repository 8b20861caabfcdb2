/** A parameter as other routers write it, and how API Gateway wants it. */
const PARAMETERS: ReadonlyArray<[RegExp, (name: string) => string]> = [
  [/^:([A-Za-z0-9._-]+)$/, (name) => `{${name}}`],
  [/^:([A-Za-z0-9._-]+)[*+]$/, (name) => `{${name}+}`],
  [/^:([A-Za-z0-9._-]+)(?:\?|\(.*\))$/, (name) => `{${name}}`],
  [/^<(?:[A-Za-z]+:)?([A-Za-z0-9._-]+)>$/, (name) => `{${name}}`],
  [/^\[\[?\.\.\.([A-Za-z0-9._-]+)\]?\]$/, (name) => `{${name}+}`],
  [/^\[([A-Za-z0-9._-]+)\]$/, (name) => `{${name}}`],
  [/^\$\{?([A-Za-z0-9._-]+)\}?$/, (name) => `{${name}}`],
  [/^\{\*\*?([A-Za-z0-9._-]+)\}$/, (name) => `{${name}+}`],
  [/^\{([A-Za-z0-9._-]+)\*\}$/, (name) => `{${name}+}`],
  [/^\{\{([A-Za-z0-9._-]+)\}\}$/, (name) => `{${name}}`],
  [/^\{([A-Za-z0-9._-]+)(?:\?|[:=].*)\}$/, (name) => `{${name}}`],
];

/** What to write instead of a part of a path that API Gateway does not take; undefined where that is not obvious. */
export function hintForSegment(segment: string): string | undefined {
  if (segment === '') return 'leave out the slash at the end, and one of two in a row';
  if (/^\*\*?$/.test(segment)) return "write '{proxy+}', with a 'catchAllReason', or name the paths";
  for (const [pattern, write] of PARAMETERS) {
    const name = pattern.exec(segment)?.[1];
    if (name !== undefined) return `write '${write(name)}'`;
  }
  if (segment.includes('?')) {
    return "leave the query out: name its parameters in 'requiredQueryParameters' or 'optionalQueryParameters'";
  }
  if (segment.includes('#')) return 'leave the fragment out: browsers do not send it';
  if (/\{[A-Za-z0-9._-]+\}/.test(segment))
    return 'make the parameter a part of its own, and take it apart in the handler';
  if (/^\^|\$$|[()|\\]/.test(segment)) return "write a parameter as '{name}' instead of a regular expression";
  return undefined;
}

/** What to write instead of a text that is not `METHOD /path`; undefined where that is not obvious. */
export function hintForKey(text: string): string | undefined {
  const match = /^\s*((?!https?:)[A-Za-z]+)?\s*:?\s*(?:https?:\/\/[^/\s]+)?(\/\S*)\s*$/i.exec(text);
  const word = /^\s*([A-Za-z]+)\s+([A-Za-z0-9{][^\s:]*)\s*$/.exec(text);
  if (match?.[1] === undefined && match) return `write the method in front: 'GET ${match[2]}'`;
  if (match) return `write '${match[1].toUpperCase()} ${match[2]}'`;
  if (word) return `write '${word[1].toUpperCase()} /${word[2]}'`;
  return undefined;
}
