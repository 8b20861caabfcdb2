import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFault, type ErrorCode, type Fault, SecureApiError, show } from '../../../lib/private/errors';
import { newStack } from '../../support/synth';

const fault: Fault = { code: 'StageNameInvalid', problem: "'stageName' is 7", rule: 'it must be a name' };

test('an error says what is wrong, what is allowed, where, and its code', () => {
  const error = new SecureApiError(newStack(), fault);
  expect(error.message).toBe("'stageName' is 7; it must be a name (at S) [StageNameInvalid]");
  expect([error.name, error.code]).toEqual(['SecureApiError', 'StageNameInvalid']);
  expect(error).toBeInstanceOf(Error);
});

test('an error of a value without a construct names the factory', () => {
  expect(new SecureApiError('Access.scope()', fault).message).toContain(' (at Access.scope()) [');
});

test('a finding leaves the place to CDK', () => {
  expect(describeFault(fault)).toBe("'stageName' is 7; it must be a name");
});

describe('a value is shown', () => {
  test.each<[unknown, string]>([
    ['text "quoted"', '"text \\"quoted\\""'],
    ['', '""'],
    [0, '0'],
    [-1.5, '-1.5'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
    [[], '[]'],
    [['*', 'b'], '["*","b"]'],
    [{ a: 1 }, '{"a":1}'],
    ['x'.repeat(118), `"${'x'.repeat(118)}"`],
    ['x'.repeat(119), `"${'x'.repeat(116)}...`],
  ])('as the caller wrote it, shortened: %p', (value, text) => {
    expect(show(value)).toBe(text);
  });
});

describe('every code', () => {
  const library = join(__dirname, '..', '..', '..', 'lib');
  const declaration = /export type ErrorCode =([^;]+);/.exec(
    readFileSync(join(library, 'private', 'errors.ts'), 'utf8'),
  );
  const codes = [...(declaration?.[1] ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1] as ErrorCode);

  /** All sources of a folder but this test. */
  function sourcesOf(folder: string): string {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !/private\/errors\.(test\.)?ts$/.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
  }

  const raised = sourcesOf(library);
  const tested = sourcesOf(join(__dirname, '..'));

  test('is found', () => {
    expect(codes.length).toBeGreaterThan(50);
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase())));
  });

  test.each(codes)('is raised, and provoked by a test: %s', (code) => {
    expect([code, raised.includes(`'${code}'`)]).toEqual([code, true]);
    expect([code, new RegExp(`\\b${code}\\b`).test(tested)]).toEqual([code, true]);
  });
});
