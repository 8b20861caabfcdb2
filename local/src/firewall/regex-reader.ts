import { UnsupportedRegex } from './regex-syntax';

/** Walks over the source of a regular expression. */
export class RegexReader {
  private position = 0;

  public constructor(private readonly source: string) {
    // Whether WAF would take them as characters or as bytes is not known.
    // eslint-disable-next-line no-control-regex
    if (/[^\x00-\x7f]/.test(source)) throw new UnsupportedRegex('a character outside ASCII');
  }

  public get done(): boolean {
    return this.position >= this.source.length;
  }

  public sees(text: string): boolean {
    return this.source.startsWith(text, this.position);
  }

  public accept(text: string): boolean {
    const seen = this.sees(text);
    if (seen) this.position += text.length;
    return seen;
  }

  /** What a sticky expression finds here, which is then behind the reader. */
  public match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.source) ?? undefined;
    this.position += found?.[0].length ?? 0;
    return found;
  }

  public next(): string {
    if (this.done) throw new UnsupportedRegex('an end where something must follow');
    return this.source[this.position++];
  }
}
