import { Token } from 'aws-cdk-lib';
import { type Caller, describe, failInvalid } from './schema-faults';
import { MAX_DEPTH } from './schema-json';

/** A schema of this size cannot be a model of API Gateway, which takes 400 KB for all of an API. */
const MAX_CHARACTERS = 1_048_576;

const LITERALS: ReadonlyArray<[string, unknown]> = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Control characters must be escaped in JSON. */
// eslint-disable-next-line no-control-regex -- they are what the expression is about
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const SPACE = /[ \t\r\n]*/y;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Parses a JSON Schema that was given as JSON text (RFC 8259), and says where the text is wrong.
 *
 * Stricter than `JSON.parse`: a member that stands twice is an error, since parsers disagree on which of the two counts.
 */
export function parseSchemaText(at: Caller, text: unknown): Record<string, unknown> {
  if (typeof text !== 'string') {
    failInvalid(at, `the text is ${describe(text)}`, 'it must be a string of JSON: RequestBody.json() takes an object');
  }
  if (Token.isUnresolved(text)) {
    failInvalid(at, 'the text holds a CDK token', 'it must be literal, known when the app is synthesized');
  }
  if (text.length > MAX_CHARACTERS) {
    failInvalid(
      at,
      `the text has ${text.length} characters`,
      `it must have at most ${MAX_CHARACTERS}; API Gateway takes 400 KB for all models of an API`,
    );
  }
  if (text.startsWith('\ufeff')) {
    failInvalid(at, 'the text begins with a byte order mark', "remove it; in Python, read the file as 'utf-8-sig'");
  }
  const value = new JsonText(at, text).parse();
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  return failInvalid(
    at,
    `the text is ${Array.isArray(value) ? 'a list' : describe(value)}`,
    'it must be a JSON Schema object; a body that need not be validated is RequestBody.unvalidated(reason)',
  );
}

class JsonText {
  private position = 0;
  private depth = 0;

  public constructor(
    private readonly at: Caller,
    private readonly text: string,
  ) {}

  public parse(): unknown {
    const value = this.value();
    this.match(SPACE);
    if (this.position < this.text.length) this.fail('nothing may follow the schema');
    return value;
  }

  private value(): unknown {
    this.match(SPACE);
    const next = this.text[this.position];
    if (next === '{') return this.nested(() => this.object());
    if (next === '[') return this.nested(() => this.list());
    if (next === '"') return this.string();
    const literal = LITERALS.find(([word]) => this.text.startsWith(word, this.position));
    if (!literal) return this.number();
    this.position += literal[0].length;
    return literal[1];
  }

  private object(): object {
    const members = new Map<string, unknown>();
    this.entries('}', 'a member, or a comma and another', () => {
      const start = this.position;
      if (this.text[start] !== '"') this.fail('it must be the name of a member, in double quotes');
      const name = this.string();
      if (members.has(name)) this.fail(`the member ${describe(name)} stands twice: keep one`, start);
      if (!this.take(':')) this.fail("it must be ':'");
      members.set(name, this.value());
    });
    return Object.fromEntries(members);
  }

  private list(): unknown[] {
    const items: unknown[] = [];
    this.entries(']', 'a value, or a comma and another', () => items.push(this.value()));
    return items;
  }

  private entries(end: string, expected: string, entry: () => void): void {
    this.position++;
    if (this.take(end)) return;
    do {
      this.match(SPACE);
      entry();
    } while (this.take(','));
    if (!this.take(end)) this.fail(`it must be ${expected}, or '${end}'`);
  }

  private string(): string {
    const start = this.position;
    const written = this.match(STRING);
    if (written === undefined)
      this.fail('it must be a string in double quotes, closed, with control characters escaped');
    const value = JSON.parse(written) as string;
    if (LONE_SURROGATE.test(value)) this.fail('it must be a string of Unicode characters, without half of one', start);
    return value;
  }

  private number(): number {
    const start = this.position;
    const written = this.match(NUMBER);
    if (written === undefined) this.fail('it must be a JSON value');
    const value = Number(written);
    if (!Number.isFinite(value)) this.fail('it must be a number that a double can hold', start);
    if (Token.isUnresolved(value)) this.fail('it must be literal, not a CDK token', start);
    return value;
  }

  private nested<T>(read: () => T): T {
    if (this.depth >= MAX_DEPTH) this.fail(`it is more than ${MAX_DEPTH} levels deep: use 'definitions' and '$ref'`);
    this.depth++;
    const value = read();
    this.depth--;
    return value;
  }

  /** Whether the next character, past white space, is this one; takes it then. */
  private take(character: string): boolean {
    this.match(SPACE);
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }

  private fail(rule: string, position = this.position): never {
    const before = this.text.slice(0, position).split('\n');
    const column = before[before.length - 1].length + 1;
    const rest = this.text.slice(position, position + 20);
    const problem = `the text is no JSON at line ${before.length}, column ${column}, ${rest ? `before ${describe(rest)}` : 'where it ends'}`;
    return failInvalid(this.at, problem, rule);
  }
}
