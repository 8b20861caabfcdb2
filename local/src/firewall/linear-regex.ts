import { parseRegex } from './regex-parser';
import { type Assertion, type RegexNode, UnsupportedRegex, isWordByte } from './regex-syntax';

/** More steps than any expression that WAF takes needs; what repeats itself beyond them is refused. */
const MAX_STEPS = 5_000;

type Step =
  | { readonly type: 'byte'; readonly set: Uint8Array }
  | { readonly type: 'assert'; readonly at: Assertion }
  | { readonly type: 'fork'; next: number; other: number }
  | { readonly type: 'jump'; next: number }
  | { readonly type: 'match' };

/**
 * A regular expression whose time grows with the text's length and no faster, as WAF's own engine's does: all ways
 * through it are walked at once, so no text makes it turn back. JavaScript's engine would take exponential time for some.
 */
export class LinearRegex {
  private readonly steps: Step[] = [];
  private compiled = 0;

  /**
   * @param source in WAF's dialect, or already taken apart
   * @throws UnsupportedRegex
   */
  public constructor(source: string | RegexNode) {
    this.compile(typeof source === 'string' ? parseRegex(source) : source);
    this.add({ type: 'match' });
  }

  /** What each character of a text may cost at most. */
  public get size(): number {
    return this.steps.length;
  }

  /**
   * Whether it matches anywhere in a text.
   *
   * @param text one character for each byte
   */
  public test(text: string): boolean {
    const seenAt = new Int32Array(this.steps.length).fill(-1);
    let current: number[] = [];
    for (let position = 0; position <= text.length; position++) {
      if (this.follow(0, text, position, seenAt, current)) return true;
      const following: number[] = [];
      for (const index of current) {
        const step = this.steps[index];
        if (step.type !== 'byte' || step.set[text.charCodeAt(position)] !== 1) continue;
        if (this.follow(index + 1, text, position + 1, seenAt, following)) return true;
      }
      current = following;
    }
    return false;
  }

  /** Adds the bytes that may come next to `waiting`; true where the expression has matched. */
  private follow(from: number, text: string, position: number, seenAt: Int32Array, waiting: number[]): boolean {
    const open = [from];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (seenAt[index] === position) continue;
      seenAt[index] = position;
      const step = this.steps[index];
      if (step.type === 'match') return true;
      if (step.type === 'byte') waiting.push(index);
      else if (step.type === 'fork') open.push(step.next, step.other);
      else if (step.type === 'jump') open.push(step.next);
      else if (holds(step.at, text, position)) open.push(index + 1);
    }
    return false;
  }

  private compile(node: RegexNode): void {
    // Counts what adds no step, too: a repeated empty group.
    if (++this.compiled > 10 * MAX_STEPS) throw new UnsupportedRegex('too many repetitions');
    if (node.type === 'bytes') this.add({ type: 'byte', set: node.set });
    else if (node.type === 'assert') this.add({ type: 'assert', at: node.at });
    else if (node.type === 'sequence') node.items.forEach((item) => this.compile(item));
    else if (node.type === 'either') this.compileEither(node.options);
    else this.compileRepeat(node.item, node.min, node.max);
  }

  private compileEither([option, ...others]: readonly RegexNode[]): void {
    if (others.length === 0) return this.compile(option);
    const fork = this.fork();
    this.compile(option);
    const jump = { type: 'jump' as const, next: 0 };
    this.add(jump);
    fork.other = this.steps.length;
    this.compileEither(others);
    jump.next = this.steps.length;
  }

  private compileRepeat(item: RegexNode, min: number, max: number): void {
    for (let count = 0; count < min; count++) this.compile(item);
    if (max === Infinity) {
      const start = this.steps.length;
      const fork = this.fork();
      this.compile(item);
      this.add({ type: 'jump', next: start });
      fork.other = this.steps.length;
      return;
    }
    const forks: { other: number }[] = [];
    for (let count = min; count < max; count++) {
      forks.push(this.fork());
      this.compile(item);
    }
    for (const fork of forks) fork.other = this.steps.length;
  }

  private fork(): { other: number } {
    const fork = { type: 'fork' as const, next: this.steps.length + 1, other: 0 };
    this.add(fork);
    return fork;
  }

  private add(step: Step): void {
    if (this.steps.length >= MAX_STEPS) throw new UnsupportedRegex('too many repetitions');
    this.steps.push(step);
  }
}

function holds(at: Assertion, text: string, position: number): boolean {
  const rest = text.length - position;
  if (at === 'start') return position === 0;
  if (at === 'veryEnd') return rest === 0;
  if (at === 'end') return rest === 0 || (rest === 1 && text[position] === '\n');
  if (at === 'lineStart') return position === 0 || text[position - 1] === '\n';
  if (at === 'lineEnd') return rest === 0 || text[position] === '\n';
  const before = position > 0 && isWordByte(text.charCodeAt(position - 1));
  const after = rest > 0 && isWordByte(text.charCodeAt(position));
  return (before !== after) === (at === 'word');
}
