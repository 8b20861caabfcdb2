// Bundles the runtime code of lambda/ into lambda-dist/, which is shipped: users need neither esbuild nor Docker.
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { thirdPartyNotices } from './third-party-notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Each handler, and the modules that the Lambda runtime itself provides. */
const handlers = [
  { name: 'jwt-authorizer', external: [] },
  { name: 'account-logging', external: ['@aws-sdk/*'] },
];

rmSync(`${root}/lambda-dist`, { recursive: true, force: true });
const metafiles = [];
for (const { name, external } of handlers) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`lambda/${name}/index.ts`],
    outdir: `lambda-dist/${name}`,
    outExtension: { '.js': '.mjs' },
    // What is imported late goes into files of its own, which a function that does not need them never reads.
    splitting: true,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    external,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  metafiles.push(metafile);
}
// Beside the handlers, and so in the package; not in the functions, where nobody is given a copy.
writeFileSync(`${root}/lambda-dist/THIRD-PARTY-NOTICES`, thirdPartyNotices(metafiles, root));
