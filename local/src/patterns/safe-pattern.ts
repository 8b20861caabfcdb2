import { type Context, createContext, Script } from 'node:vm';
import { LinearRegex } from '../firewall/linear-regex';
import { UnsupportedRegex } from '../firewall/regex-syntax';
import { parseEcmaRegex } from './ecma-regex';

/** Steps that are walked without a look at the clock: some tens of milliseconds. */
const MAX_STEPS = 4_000_000;
/** How long JavaScript's own engine may take for one text. */
const TIMEOUT_MS = 250;

/** It cannot be told in time whether a text matches. */
export class PatternTooSlow extends Error {
  public constructor(source: string) {
    super(`the pattern ${JSON.stringify(source)} takes longer than ${TIMEOUT_MS} ms for this value`);
    this.name = 'PatternTooSlow';
  }
}

const ASK = new Script('pattern.test(text)');
let room: (Context & { pattern?: RegExp; text?: string }) | undefined;

/**
 * A regular expression of ECMA 262 that no text keeps busy for long. JavaScript's engine takes exponential time for some,
 * and nothing else runs meanwhile; so it is only asked, with a time limit, for what an engine that never turns back cannot
 * do: look-around, back references, very long texts.
 */
export class SafePattern {
  private readonly native: RegExp;
  private readonly linear?: LinearRegex;

  /** @throws SyntaxError */
  public constructor(private readonly source: string) {
    this.native = new RegExp(source);
    this.linear = linearOf(source);
  }

  /** @throws PatternTooSlow */
  public test(text: string): boolean {
    if (this.linear && this.linear.size * (text.length + 1) <= MAX_STEPS) return this.linear.test(text);
    return this.asked(text);
  }

  public toString(): string {
    return String(this.native);
  }

  private asked(text: string): boolean {
    room ??= createContext({});
    Object.assign(room, { pattern: this.native, text });
    try {
      return ASK.runInContext(room, { timeout: TIMEOUT_MS }) === true;
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new PatternTooSlow(this.source);
      throw error;
    } finally {
      room.text = undefined;
    }
  }
}

function linearOf(source: string): LinearRegex | undefined {
  try {
    return new LinearRegex(parseEcmaRegex(source));
  } catch (error) {
    if (error instanceof UnsupportedRegex) return undefined;
    throw error;
  }
}
