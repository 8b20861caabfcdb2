/** Whoever mixes up options gives the token for a file name. */
const TOKEN = /[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g;

/** The command or one of its files is wrong: nothing was judged. */
export class UsageError extends Error {
  public constructor(message: string) {
    super(message.replaceAll(TOKEN, '...').replaceAll(/[\p{Cc}\p{Cf}]/gu, '?'));
    this.name = 'UsageError';
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
