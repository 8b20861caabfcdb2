import { parseByteClass, parseEscapedByte } from './regex-byte-class';
import { type RegexNode, SHORTHAND, UnsupportedRegex, byteSet, ignoringCase } from './regex-syntax';
import { RegexReader } from './regex-reader';

/** `i`, `s` and `m` of PCRE. */
interface Flags {
  readonly i: boolean;
  readonly s: boolean;
  readonly m: boolean;
}

const REPEATS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  '*': [0, Infinity],
  '+': [1, Infinity],
  '?': [0, 1],
};

/**
 * Parses what WAF takes of PCRE: no back references, no assertions but `^ $ \b \B \A \z \Z`, no recursion.
 *
 * @throws UnsupportedRegex
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-regex-match.html
 */
export function parseRegex(source: string): RegexNode {
  const parser = new RegexParser(new RegexReader(source));
  return parser.parse();
}

class RegexParser {
  private flags: Flags = { i: false, s: false, m: false };

  public constructor(private readonly reader: RegexReader) {}

  public parse(): RegexNode {
    const node = this.either();
    if (!this.reader.done) throw new UnsupportedRegex('a closing bracket without an opening one');
    return node;
  }

  private either(): RegexNode {
    const options = [this.sequence()];
    while (this.reader.accept('|')) options.push(this.sequence());
    return options.length === 1 ? options[0] : { type: 'either', options };
  }

  private sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (!this.reader.done && !this.reader.sees('|') && !this.reader.sees(')')) {
      items.push(this.repeated(this.atom()));
    }
    return { type: 'sequence', items };
  }

  private repeated(item: RegexNode): RegexNode {
    const bounds = this.bounds();
    if (bounds === undefined) return item;
    const [min, max] = bounds;
    // A lazy repeat matches the same texts.
    if (!this.reader.accept('?') && this.reader.sees('+')) throw new UnsupportedRegex('a possessive quantifier');
    if (this.bounds() !== undefined) throw new UnsupportedRegex('a quantifier of a quantifier');
    return { type: 'repeat', item, min, max };
  }

  private bounds(): readonly [min: number, max: number] | undefined {
    for (const [sign, bounds] of Object.entries(REPEATS)) if (this.reader.accept(sign)) return bounds;
    const counted = this.reader.match(/\{(\d+)(,?)(\d*)\}/y);
    if (counted === undefined) return undefined;
    const min = Number(counted[1]);
    const open = counted[2] === '' ? min : Infinity;
    const max = counted[3] === '' ? open : Number(counted[3]);
    if (max < min) throw new UnsupportedRegex('a quantifier with its bounds the wrong way round');
    return [min, max];
  }

  private atom(): RegexNode {
    const char = this.reader.next();
    if (char === '(') return this.group();
    if (char === '[') return this.bytes(parseByteClass(this.reader, this.flags.i));
    if (char === '\\') return this.escape();
    if (char === '^') return { type: 'assert', at: this.flags.m ? 'lineStart' : 'start' };
    if (char === '$') return { type: 'assert', at: this.flags.m ? 'lineEnd' : 'end' };
    if (char === '.') return this.bytes(byteSet((code) => this.flags.s || code !== 10));
    if ('*+?'.includes(char)) throw new UnsupportedRegex('a quantifier of nothing');
    if (char === '{' && this.reader.match(/,?\d/y)) throw new UnsupportedRegex('a quantifier of nothing');
    return this.literal(char.charCodeAt(0));
  }

  private group(): RegexNode {
    const outside = this.flags;
    const setting = this.reader.match(/\?([ims]*)(?:-([ims]+))?([:)])/y);
    if (setting !== undefined) {
      this.flags = changed(this.flags, setting[1], setting[2] ?? '');
      // Without a colon the flags hold to the end of the group around.
      if (setting[3] === ')') return { type: 'sequence', items: [] };
    } else if (this.reader.sees('?') && this.reader.match(/\?P?<\w+>/y) === undefined) {
      throw new UnsupportedRegex('a group of a kind that WAF does not take');
    } else if (this.reader.sees('*')) {
      throw new UnsupportedRegex('a verb');
    }
    const node = this.either();
    if (!this.reader.accept(')')) throw new UnsupportedRegex('a group without an end');
    this.flags = outside;
    return node;
  }

  private escape(): RegexNode {
    const assertion = this.reader.match(/[bBAzZ]/y)?.[0];
    if (assertion === 'b') return { type: 'assert', at: 'word' };
    if (assertion === 'B') return { type: 'assert', at: 'noWord' };
    if (assertion === 'A') return { type: 'assert', at: 'start' };
    if (assertion === 'z') return { type: 'assert', at: 'veryEnd' };
    if (assertion === 'Z') return { type: 'assert', at: 'end' };
    const set = SHORTHAND.get(this.reader.match(/[dDwWsS]/y)?.[0] ?? '');
    return set ? this.bytes(set) : this.literal(parseEscapedByte(this.reader));
  }

  private literal(byte: number): RegexNode {
    const set = byteSet((code) => code === byte);
    return this.bytes(this.flags.i ? ignoringCase(set) : set);
  }

  private bytes(set: Uint8Array): RegexNode {
    return { type: 'bytes', set };
  }
}

function changed(flags: Flags, on: string, off: string): Flags {
  const value = (flag: keyof Flags): boolean => (flags[flag] || on.includes(flag)) && !off.includes(flag);
  return { i: value('i'), s: value('s'), m: value('m') };
}
