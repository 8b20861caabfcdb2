import { readFileSync } from 'node:fs';
import { messageOf, UsageError } from './usage-error';

export function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${what} ${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
}

/** Reads a JSON file; `check` throws if it is not what it should be. */
export function readJson<T>(file: string, what: string, check: (value: unknown) => T): { value: unknown; checked: T } {
  const text = readText(file, what);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${what} ${file} is not JSON`);
  }
  return { value, checked: explained(`${what} ${file}`, () => check(value)) };
}

/** What the authorizer has against a file, with the name of the file before it. */
export function explained<T>(where: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new UsageError(`${where}: ${messageOf(error)}`);
  }
}
