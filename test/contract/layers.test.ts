import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const IMPORT = /^(import|export)(?<typeOnly> type)?\b[^;]*?from '(?<target>\.[^']*)'/gms;

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));
}

function edgesOf(file: string): Edge[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(({ groups }) => ({
    from: file,
    to: relative(ROOT, `${resolve(ROOT, dirname(file), groups!.target)}.ts`),
    typeOnly: groups!.typeOnly !== undefined,
  }));
}

/** A way from a file back to itself, if there is one. */
function circle(edges: Edge[]): string[] | undefined {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of next.get(file) ?? []) {
      const found = visit(target, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const found = visit(file, []);
    if (found) return found;
  }
  return undefined;
}

const FOLDERS = ['lib', 'lambda', 'bin', 'local/src'];
const edges = FOLDERS.flatMap(sourcesOf).flatMap(edgesOf);

test('imports go round in no circle', () => {
  expect(edges.length).toBeGreaterThan(100);
  expect(circle(edges)).toBeUndefined();
});

test('a circle is found out', () => {
  const turn = { from: 'lib/private/errors.ts', to: 'lib/secure-api-gateway.ts', typeOnly: false };
  expect(circle([...edges, turn])).toContain('lib/secure-api-gateway.ts');
});

test('the library knows nothing of its handlers, its app and its examples', () => {
  const strays = edges.filter(({ from, to }) => from.startsWith('lib/') && !to.startsWith('lib/'));
  expect(strays).toEqual([]);
});

test('handlers take types of the contract from the library, and nothing else', () => {
  const imports = edges.filter(({ from, to }) => from.startsWith('lambda/') && to.startsWith('lib/'));
  const strays = imports.filter(({ to, typeOnly }) => to !== 'lib/private/authorizer-contract.ts' || !typeOnly);
  expect(imports.length).toBeGreaterThan(0);
  expect(strays).toEqual([]);
});

test('the local gateway knows templates, and nothing of the library that may have written them', () => {
  const strays = edges.filter(({ from, to }) => from.startsWith('local/') && !to.startsWith('local/src/'));
  const others = edges.filter(({ from, to }) => !from.startsWith('local/') && to.startsWith('local/'));
  expect([...strays, ...others]).toEqual([]);
});

test('the reference app uses what users can use', () => {
  const strays = edges.filter(({ from, to }) => from.startsWith('bin/') && to.startsWith('lib') && to !== 'lib.ts');
  expect(strays).toEqual([]);
});

test('no source file is longer than 400 lines', () => {
  const long = FOLDERS.flatMap(sourcesOf).filter((file) => {
    return readFileSync(join(ROOT, file), 'utf8').split('\n').length > 400;
  });
  expect(long).toEqual([]);
});
