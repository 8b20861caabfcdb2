// Finds and loads a handler as Lambda's own Node.js runtime does.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { named } from './function-log.mjs';

const EXTENSIONS = ['.js', '.mjs', '.cjs'];

/**
 * @param {string} directory the function's code
 * @param {string} handler `index.handler`, `folder/file.handler`
 * @returns {Promise<Function>}
 */
export async function loadHandler(directory, handler) {
  const match = /^((?:[^/]+\/)*)([^/.]+)\.([^/]+)$/.exec(handler);
  if (!match || handler.includes('..')) throw named('Runtime.MalformedHandlerName', 'Bad handler');
  const [, folder, file, path] = match;
  const module = await loadModule(join(directory, folder, file));
  let value = module;
  let owner;
  for (const name of path.split('.')) [owner, value] = [value, value?.[name]];
  if (value === undefined) throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof value !== 'function') throw named('Runtime.HandlerNotFound', `${handler} is not a function`);
  return owner === module ? value : value.bind(owner);
}

async function loadModule(base) {
  const extension = EXTENSIONS.find((candidate) => existsSync(base + candidate));
  if (extension === undefined) throw named('Runtime.ImportModuleError', `Cannot find module '${base}'`);
  const file = base + extension;
  try {
    const esm = extension === '.mjs' || (extension === '.js' && isModulePackage(dirname(file)));
    return esm ? await import(pathToFileURL(file).href) : createRequire(file)(file);
  } catch (error) {
    if (error instanceof SyntaxError) throw named('Runtime.UserCodeSyntaxError', String(error), error);
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw named('Runtime.ImportModuleError', String(error), error);
    }
    throw error;
  }
}

/** Whether the nearest package.json makes `.js` files ECMAScript modules. */
function isModulePackage(directory) {
  const file = join(directory, 'package.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).type === 'module';
  const parent = dirname(directory);
  return parent !== directory && isModulePackage(parent);
}
