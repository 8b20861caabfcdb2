// Bundles the runtime code of lambda/ into lambda-dist/, which is shipped: users need neither esbuild nor Docker.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Each handler, and the modules that the Lambda runtime itself provides. */
const handlers = [
  { name: 'jwt-authorizer', external: [] },
  { name: 'account-logging', external: ['@aws-sdk/*'] },
];

rmSync(`${root}/lambda-dist`, { recursive: true, force: true });
for (const { name, external } of handlers) {
  await build({
    absWorkingDir: root,
    entryPoints: [`lambda/${name}/index.ts`],
    outfile: `lambda-dist/${name}/index.mjs`,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    external,
    legalComments: 'none',
    logLevel: 'warning',
  });
}
