import { resolve } from 'node:path';
import { isJsonObject, readJsonObject } from './json-file';

/**
 * What an asset manifest publishes: key of the S3 object to the file or folder in the assembly.
 *
 * Assets that a command makes at deployment have no file and are left out.
 */
export function readAssets(file: string, directory: string): ReadonlyMap<string, string> {
  const assets = new Map<string, string>();
  const { files } = readJsonObject(file);
  for (const asset of Object.values(isJsonObject(files) ? files : {})) {
    if (!isJsonObject(asset) || !isJsonObject(asset.source) || typeof asset.source.path !== 'string') continue;
    const path = resolve(directory, asset.source.path);
    for (const destination of Object.values(isJsonObject(asset.destinations) ? asset.destinations : {})) {
      if (isJsonObject(destination) && typeof destination.objectKey === 'string') {
        assets.set(destination.objectKey, path);
      }
    }
  }
  return assets;
}
