import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv-draft-04';
import { verdictOn } from './body-support';

interface Case {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

const FOLDER = join(dirname(require.resolve('json-schema-test-suite/package.json')), 'tests/draft4');
/** It needs a server for schemas elsewhere, which API Gateway does not fetch either. */
const REMOTE = 'refRemote.json';
/** It keeps schemas under members that are no keywords, which API Gateway does not deploy. */
const UNKNOWN_KEYWORDS = 'escaped pointer ref';
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

test('the suite is there', () => {
  expect(FILES.length).toBeGreaterThan(25);
});

describe.each(FILES.filter((name) => name !== REMOTE))('%s', (file) => {
  test.each(casesOf(file).filter(({ description }) => description !== UNKNOWN_KEYWORDS))(
    '$description',
    ({ schema, tests }) => {
      const plain = new Ajv({ strict: false, validateFormats: false, logger: false }).compile(schema as object);
      for (const { description, data, valid } of tests) {
        const { verdict, message } = verdictOn(JSON.stringify(data), { 'application/json': schema });
        expect([description, verdict, message]).toEqual([
          description,
          ...(valid ? ['passed', undefined] : ['BAD_REQUEST_BODY 400', 'Invalid request body']),
        ]);
        if (!departsFromAjv(schema)) expect([description, plain(data)]).toEqual([description, valid]);
      }
    },
  );
});

const REFUSED = [
  ...casesOf(REMOTE),
  ...casesOf('ref.json').filter(({ description }) => description === UNKNOWN_KEYWORDS),
];

test.each(REFUSED)('what API Gateway does not deploy: $description is refused', ({ schema, tests }) => {
  for (const { data } of tests) {
    expect(verdictOn(JSON.stringify(data), { 'application/json': schema }).verdict).toBe('refused');
  }
});

function casesOf(file: string): readonly Case[] {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as readonly Case[];
}

/** Where ajv does not divide in decimals, and where it evaluates what stands beside `$ref`. */
function departsFromAjv(schema: unknown): boolean {
  return /"multipleOf":0\.0|"\$ref":"[^"]*",/.test(JSON.stringify(schema));
}
