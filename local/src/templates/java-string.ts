/**
 * The methods of Java's strings that mapping templates call; regular expressions are JavaScript's.
 *
 * @throws Error for a method that is not here
 */
export function callStringMethod(text: string, method: string, parameters: readonly unknown[]): unknown {
  const call = METHODS.get(method);
  if (!call) throw new Error(`strings have no method ${method} in a mapping template`);
  return call(text, parameters[0], parameters[1]);
}

type StringMethod = (text: string, first: unknown, second: unknown) => unknown;

const METHODS: ReadonlyMap<string, StringMethod> = new Map<string, StringMethod>([
  ['length', (text) => text.length],
  ['isEmpty', (text) => text === ''],
  ['toString', (text) => text],
  ['trim', (text) => text.trim()],
  ['toLowerCase', (text) => text.toLowerCase()],
  ['toUpperCase', (text) => text.toUpperCase()],
  ['equals', (text, other) => text === other],
  ['equalsIgnoreCase', (text, other) => text.toLowerCase() === string(other).toLowerCase()],
  ['contains', (text, part) => text.includes(string(part))],
  ['startsWith', (text, part) => text.startsWith(string(part))],
  ['endsWith', (text, part) => text.endsWith(string(part))],
  ['indexOf', (text, part) => text.indexOf(string(part))],
  ['lastIndexOf', (text, part) => text.lastIndexOf(string(part))],
  ['concat', (text, other) => text + string(other)],
  ['substring', (text, from, to) => text.substring(Number(from), to === undefined ? text.length : Number(to))],
  ['charAt', (text, at) => text.charAt(Number(at))],
  ['replace', (text, part, by) => text.replaceAll(string(part), () => string(by))],
  ['replaceAll', (text, pattern, by) => text.replace(new RegExp(string(pattern), 'g'), string(by))],
  ['replaceFirst', (text, pattern, by) => text.replace(new RegExp(string(pattern)), string(by))],
  ['matches', (text, pattern) => new RegExp(`^(?:${string(pattern)})$`).test(text)],
  // Java leaves empty parts at the end out.
  ['split', (text, pattern) => dropEmptyEnd(text.split(new RegExp(string(pattern))))],
]);

function string(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}

function dropEmptyEnd(parts: string[]): string[] {
  while (parts.length > 0 && parts.at(-1) === '') parts.pop();
  return parts;
}
