import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

function codesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, code]) => code).sort();
}

const source = readFileSync(join(ROOT, 'lib', 'private', 'errors.ts'), 'utf8');
const codes = codesIn(
  source.slice(source.indexOf('ErrorCode'), source.indexOf('export interface')),
  /\| '([A-Za-z]+)'/g,
);

test('every error code is in docs/errors.md, and nothing else is', () => {
  const docs = readFileSync(join(ROOT, 'docs', 'errors.md'), 'utf8');
  expect(codes.length).toBeGreaterThan(40);
  expect(codesIn(docs, /^\| `([A-Za-z]+)` +\|/gm)).toEqual(codes);
});
