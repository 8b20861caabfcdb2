// Bundles the contestants of bench/authorizer.mjs, all with the options of scripts/build-lambda.mjs.
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** CommonJS libraries need a `require` in an ES module. */
const REQUIRE = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/**
 * Bundles one handler; `bytes` is what every start reads, and `lazy` the files that only some functions import later.
 */
export async function bundle(root, folder, { name, entryPoint, commonJs, alsoAtStart = [] }) {
  const outdir = join(folder, name.replace(/\W+/g, '-'));
  mkdirSync(outdir, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { index: entryPoint },
    outdir,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    ...(commonJs && { banner: { js: REQUIRE } }),
  });
  return { file: join(outdir, 'index.mjs'), ...sizesOf(metafile.outputs, alsoAtStart) };
}

function sizesOf(outputs, alsoAtStart) {
  // What the entry point imports late, and always.
  const late = Object.keys(outputs).filter((file) => alsoAtStart.includes(outputs[file].entryPoint));
  const pending = [Object.keys(outputs).find((file) => basename(file) === 'index.mjs'), ...late];
  const eager = new Set(pending);
  for (const file of pending) {
    for (const { path, kind, external } of outputs[file].imports) {
      if (external || kind !== 'import-statement' || eager.has(path)) continue;
      eager.add(path);
      pending.push(path);
    }
  }
  const lazy = Object.entries(outputs).filter(([file]) => !eager.has(file));
  return {
    bytes: [...eager].reduce((sum, file) => sum + outputs[file].bytes, 0),
    // The hash of a chunk's content says nothing to a reader.
    lazy: lazy.map(([file, { bytes }]) => ({ file: basename(file).replace(/-[A-Z0-9]{8}(?=\.)/, ''), bytes })),
  };
}
