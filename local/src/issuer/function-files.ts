import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionModel } from '../model/function-model';

/** What is written about issuers is short; a larger file is data. */
const MAX_BYTES = 5 * 1_024 * 1_024;
const OF_NPM = /^package(-lock)?\.json$/;

/** Texts of the JSON files beside a function's handler; what cannot be read is left out. */
export function jsonFilesOf({ code }: FunctionModel): readonly string[] {
  if (code.type !== 'directory') return [];
  try {
    return readdirSync(code.path)
      .filter((name) => name.endsWith('.json') && !OF_NPM.test(name))
      .sort()
      .map((name) => join(code.path, name))
      .filter((file) => statSync(file).isFile() && statSync(file).size <= MAX_BYTES)
      .map((file) => readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}
