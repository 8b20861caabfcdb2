// Removes everything that a build writes.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const path of [
  'lambda-dist',
  'local/dist',
  'dist',
  '.jsii',
  'tsconfig.jsii.json',
  'tsconfig.tsbuildinfo',
  'cdk.out',
  'coverage',
]) {
  rmSync(join(root, path), { recursive: true, force: true });
}
for (const file of readdirSync(join(root, 'lib'), { recursive: true })) {
  if (file.endsWith('.js') || file.endsWith('.d.ts')) rmSync(join(root, 'lib', file));
}
