import { Refusal } from '../chain/gateway-error';
import { lookUp } from './variable-source';

const SIMPLE = /^\$?(?:\.?[A-Za-z_][\w-]*|\[\d+\]|\['[^']+'\]|\["[^"]+"\])*$/;
const STEP = /\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]|([A-Za-z_][\w-]*)/g;

/**
 * The value that a JSONPath points to, undefined if there is none.
 *
 * Only paths to one value are evaluated: `$`, `$.a.b[0]`, `$['a']`.
 *
 * @throws Refusal for wildcards, filters, slices and recursive descent
 */
export function jsonPath(document: unknown, path: string): unknown {
  const trimmed = path.trim();
  if (!SIMPLE.test(trimmed)) throw new Refusal('integration', `JSONPath ${path} is not evaluated`);
  return lookUp(document, [...trimmed.matchAll(STEP)].map(step));
}

function step([, index, single, double, name]: RegExpMatchArray): string {
  return index ?? single ?? double ?? name;
}
