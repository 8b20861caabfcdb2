import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const SCRIPT = join(ROOT, 'scripts/third-party-notices.mjs');
const APACHE = { name: 'alpha', version: '1.2.3', license: 'Apache-2.0' };
const ALPHA = 'node_modules/alpha';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'notices-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(files: Record<string, unknown>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** What is printed when these files were bundled, with the bytes that are left of them. */
function notices(inputs: Record<string, number>): { text: string; error: string } {
  const entries = Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }]);
  write({ 'meta.json': { outputs: { 'out.mjs': { inputs: Object.fromEntries(entries) } } } });
  const { stdout, stderr } = spawnSync(process.execPath, [SCRIPT, join(root, 'meta.json'), root], { encoding: 'utf8' });
  return { text: stdout, error: stderr };
}

const listed = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('- '));

test('the packages are named once, sorted, with version, licence and every text', () => {
  write({
    [`${ALPHA}/package.json`]: APACHE,
    [`${ALPHA}/dist/package.json`]: { name: 'alpha', version: '0.0.0', type: 'module' },
    [`${ALPHA}/LICENSE`]: 'Apache text',
    [`${ALPHA}/NOTICE.txt`]: 'Notice of alpha\r\nsecond line',
    [`${ALPHA}/node_modules/@x/beta/package.json`]: { name: '@x/beta', version: '2.0.0', license: 'MIT' },
    [`${ALPHA}/node_modules/@x/beta/licence.md`]: 'MIT text',
  });
  const inputs = { [`${ALPHA}/dist/a.js`]: 5, [`${ALPHA}/b.js`]: 1, [`${ALPHA}/node_modules/@x/beta/i.js`]: 1 };
  const { text } = notices({ ...inputs, 'lambda/own.ts': 7 });
  expect(listed(text)).toEqual(['- @x/beta 2.0.0 (MIT)', '- alpha 1.2.3 (Apache-2.0)']);
  expect(text).toContain('alpha 1.2.3\nLicence: Apache-2.0\n\nApache text\n\nNotice of alpha\nsecond line\n');
  expect(text).toContain('@x/beta 2.0.0\nLicence: MIT\n\nMIT text\n');
  expect(notices(Object.fromEntries(Object.entries(inputs).reverse())).text).toBe(text);
});

test('what was read and left out again is not named', () => {
  write({ [`${ALPHA}/package.json`]: APACHE, [`${ALPHA}/LICENSE`]: 'text' });
  expect(listed(notices({ [`${ALPHA}/a.js`]: 0, 'lambda/own.ts': 1 }).text)).toEqual([]);
});

test.each<[string, object, Record<string, string>, string]>([
  [
    'an unknown licence',
    { ...APACHE, license: 'GPL-3.0-only' },
    { LICENSE: 'x' },
    'alpha 1.2.3 is bundled under "GPL-3.0-only": read it first',
  ],
  ['a choice of licences', { ...APACHE, license: '(MIT OR GPL-2.0)' }, { LICENSE: 'x' }, 'under "(MIT OR GPL-2.0)"'],
  ['SEE LICENSE IN', { ...APACHE, license: 'SEE LICENSE IN LICENSE' }, { LICENSE: 'x' }, 'read it first'],
  ['UNLICENSED', { ...APACHE, license: 'UNLICENSED' }, { LICENSE: 'x' }, 'under "UNLICENSED"'],
  ['no licence', { name: 'alpha', version: '1.2.3' }, { LICENSE: 'x' }, 'alpha 1.2.3 is bundled under no licence'],
  ['the old form', { name: 'alpha', version: '1.2.3', license: { type: 'MIT' } }, { LICENSE: 'x' }, 'read it first'],
  ['no text', APACHE, {}, 'alpha 1.2.3 is bundled, and brings no text of its licence Apache-2.0'],
  ['an empty text', APACHE, { LICENSE: ' \n' }, 'brings no text of its licence Apache-2.0'],
])('%s stops the build', (_, manifest, texts, message) => {
  write({ [`${ALPHA}/package.json`]: manifest });
  for (const [file, text] of Object.entries(texts)) write({ [`${ALPHA}/${file}`]: text });
  const { text, error } = notices({ [`${ALPHA}/a.js`]: 1 });
  expect(text).toBe('');
  expect(error).toContain(message);
});

test('a licence that asks for no notice needs no text', () => {
  write({ [`${ALPHA}/package.json`]: { ...APACHE, license: 'MIT-0' } });
  expect(notices({ [`${ALPHA}/a.js`]: 1 }).text).toContain('alpha 1.2.3\nLicence: MIT-0\n\nLicensed under MIT-0');
});

test.each(['node_modules/lost/a.js', '../elsewhere/a.js'])('%s, which no package owns, stops the build', (path) => {
  expect(notices({ [path]: 1 }).error).toContain('is bundled, and belongs to no package');
});

test('what is shipped names exactly the packages that the handlers hold', () => {
  const text = readFileSync(join(ROOT, 'lambda-dist/THIRD-PARTY-NOTICES'), 'utf8');
  const versionOf = (name: string): string =>
    JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;
  const packages = [
    ['@aws-lambda-powertools/commons', 'MIT-0'],
    ['@aws-lambda-powertools/logger', 'MIT-0'],
    ['@aws/lambda-invoke-store', 'Apache-2.0'],
    ['aws-jwt-verify', 'Apache-2.0'],
  ];
  expect(listed(text)).toEqual(packages.map(([name, licence]) => `- ${name} ${versionOf(name)} (${licence})`));
  const apache = readFileSync(join(ROOT, 'node_modules/aws-jwt-verify/LICENSE'), 'utf8').trim();
  expect(text).toContain(apache);
});

test('it is packed', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(packed);
  expect(files.map(({ path }: { path: string }) => path)).toContain('lambda-dist/THIRD-PARTY-NOTICES');
});
