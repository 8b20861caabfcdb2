import { type RegexNode, UnsupportedRegex } from '../firewall/regex-syntax';
import { unit, unitsOf } from './code-unit-sets';

const QUANTIFIER = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y;
const BOUNDS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  '*': [0, Infinity],
  '+': [1, Infinity],
  '?': [0, 1],
};
/** Escapes of one code unit that read the same in every version of the language. */
const ESCAPE = /\\(?:[dDwWsStnvfr]|0(?!\d)|c[A-Za-z]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[^A-Za-z0-9])/y;
const SET = /\[(?:[^\]\\]|\\[^])*\]/y;
const GROUP = /\((?:\?:|\?<[A-Za-z_$][\w$]*>)?/y;

/**
 * Takes an ECMAScript regular expression without flags apart, as far as an engine that never turns back can walk through
 * it: no look-around, no back references, no octal escapes. Which of several ways matches makes no difference here, so
 * lazy quantifiers are like others.
 *
 * @throws UnsupportedRegex for what is left out
 * @throws SyntaxError for what is no regular expression
 */
export function parseEcmaRegex(source: string): RegexNode {
  // JavaScript says what is one; below, only what is known is read.
  new RegExp(source);
  return new EcmaParser(source).parse();
}

class EcmaParser {
  private position = 0;

  public constructor(private readonly source: string) {}

  public parse(): RegexNode {
    const node = this.either();
    if (this.position < this.source.length) throw new UnsupportedRegex('a bracket');
    return node;
  }

  private either(): RegexNode {
    const options = [this.sequence()];
    while (this.accept('|')) options.push(this.sequence());
    return options.length === 1 ? options[0] : { type: 'either', options };
  }

  private sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (this.position < this.source.length && !'|)'.includes(this.source[this.position])) {
      items.push(this.repeated(this.atom()));
    }
    return { type: 'sequence', items };
  }

  private repeated(item: RegexNode): RegexNode {
    const found = this.match(QUANTIFIER);
    if (!found) return item;
    const [, sign, least, comma, most] = found;
    if (sign !== undefined) return { type: 'repeat', item, min: BOUNDS[sign][0], max: BOUNDS[sign][1] };
    const min = Number(least);
    const open = comma === undefined ? min : Infinity;
    return { type: 'repeat', item, min, max: most ? Number(most) : open };
  }

  private atom(): RegexNode {
    const char = this.source[this.position];
    if (char === '(') return this.group();
    if (char === '[') return this.asked(SET);
    if (char === '\\') return this.escape();
    this.position += 1;
    if (char === '^') return { type: 'assert', at: 'start' };
    if (char === '$') return { type: 'assert', at: 'veryEnd' };
    if (char === '.') return { type: 'bytes', set: unitsOf('.') };
    return { type: 'bytes', set: unit(char.charCodeAt(0)) };
  }

  private group(): RegexNode {
    const [opening] = this.match(GROUP) ?? [];
    if (opening === undefined || (opening === '(' && this.source[this.position] === '?')) {
      throw new UnsupportedRegex('a group that looks around');
    }
    const node = this.either();
    if (!this.accept(')')) throw new UnsupportedRegex('a group without an end');
    return node;
  }

  private escape(): RegexNode {
    const boundary = this.match(/\\([bB])/y)?.[1];
    if (boundary !== undefined) return { type: 'assert', at: boundary === 'b' ? 'word' : 'noWord' };
    return this.asked(ESCAPE);
  }

  private asked(atom: RegExp): RegexNode {
    const [text] = this.match(atom) ?? [];
    if (text === undefined) throw new UnsupportedRegex('a back reference, or an escape that is not known');
    return { type: 'bytes', set: unitsOf(text) };
  }

  private accept(text: string): boolean {
    const seen = this.source.startsWith(text, this.position);
    if (seen) this.position += text.length;
    return seen;
  }

  private match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.source) ?? undefined;
    this.position += found?.[0].length ?? 0;
    return found;
  }
}
