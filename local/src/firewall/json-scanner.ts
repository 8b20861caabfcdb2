import { utf8Bytes } from './byte-text';

/** A key or a plain value of a JSON text. */
export interface JsonEntry {
  readonly kind: 'key' | 'value';
  /** JSON pointer of the value, or of the value that the key is for. */
  readonly path: string;
  /** As it is written, without the quotes. */
  readonly raw: string;
  /** With its escapes resolved. */
  readonly text: string;
}

interface Level {
  readonly closedBy: '}' | ']';
  readonly path: string;
  key?: string;
  index: number;
}

/**
 * Walks over a JSON text as WAF does: what comes before an error counts, a key may come twice, and commas and colons may
 * be missing or too many.
 *
 * @param source one character for each byte
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-fields-list.html
 */
export function scanJson(source: string): { readonly entries: readonly JsonEntry[]; readonly whole: boolean } {
  const scanner = new JsonScanner(source);
  const whole = scanner.scan();
  return { entries: scanner.entries, whole };
}

class JsonScanner {
  public readonly entries: JsonEntry[] = [];
  private readonly levels: Level[] = [];
  private position = 0;
  private rootSeen = false;

  public constructor(private readonly source: string) {}

  /** Whether the text could be read to its end. */
  public scan(): boolean {
    for (;;) {
      const inside = this.levels.length > 0;
      this.match(inside ? /[\s,:]*/y : /\s*/y);
      if (this.position >= this.source.length) return !inside && this.rootSeen;
      if (!inside && this.rootSeen) return false;
      if (!this.step(this.source[this.position])) return false;
    }
  }

  private step(char: string): boolean {
    const level = this.levels.at(-1);
    if (char === level?.closedBy) return this.close(level);
    const isKey = level?.closedBy === '}' && level.key === undefined;
    if (char === '"') return this.string(isKey ? level : undefined);
    if (isKey) return false;
    if (char === '{' || char === '[') return this.open(char);
    const plain = this.match(/true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    return plain !== undefined && this.value(plain, plain);
  }

  private open(char: '{' | '['): boolean {
    this.position++;
    this.levels.push({ closedBy: char === '{' ? '}' : ']', path: this.place(), index: 0 });
    return true;
  }

  private close(level: Level): boolean {
    if (level.key !== undefined) return false;
    this.position++;
    this.levels.pop();
    this.valueDone();
    return true;
  }

  private string(keyOf: Level | undefined): boolean {
    const quoted = this.match(/"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*"/y);
    if (quoted === undefined) return false;
    const raw = quoted.slice(1, -1);
    const text = unescaped(raw);
    if (keyOf === undefined) return this.value(raw, text);
    keyOf.key = text;
    this.entries.push({ kind: 'key', path: this.place(), raw, text });
    return true;
  }

  private value(raw: string, text: string): boolean {
    this.entries.push({ kind: 'value', path: this.place(), raw, text });
    this.valueDone();
    return true;
  }

  private valueDone(): void {
    const level = this.levels.at(-1);
    if (level === undefined) this.rootSeen = true;
    else if (level.closedBy === '}') level.key = undefined;
    else level.index++;
  }

  /** JSON pointer of what comes next. */
  private place(): string {
    const level = this.levels.at(-1);
    if (level === undefined) return '';
    const name = level.closedBy === '}' ? (level.key ?? '') : String(level.index);
    return `${level.path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }

  private match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.source)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }
}

function unescaped(raw: string): string {
  const named: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
  return raw.replace(/((?:\\u[0-9A-Fa-f]{4})+)|\\(["\\/bfnrt])/g, (_, units: string | undefined, char: string) => {
    if (units === undefined) return named[char] ?? char;
    const codes = units.slice(2).split('\\u');
    return utf8Bytes(String.fromCharCode(...codes.map((code) => parseInt(code, 16))));
  });
}
