import { existsSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';

/**
 * Value of NODE_PATH, where a `require` looks last: the modules of the project that is served from, and those of this
 * package. They stand for the AWS SDK that Lambda's own runtime has there.
 */
export function moduleFolders(): string {
  const folders = [process.cwd(), __dirname].flatMap((directory) => [...upwards(directory)]);
  return [...new Set(folders)].filter((folder) => existsSync(folder)).join(delimiter);
}

function* upwards(directory: string): Iterable<string> {
  if (basename(directory) !== 'node_modules') yield join(directory, 'node_modules');
  const parent = dirname(directory);
  if (parent !== directory) yield* upwards(parent);
}
