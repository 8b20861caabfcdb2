import { readFileSync } from 'node:fs';
import { AssemblyError } from './assembly-error';

/** Any object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a file that must hold a JSON object. */
export function readJsonObject(file: string): JsonObject {
  const value = parse(file);
  if (isJsonObject(value)) return value;
  throw new AssemblyError('JsonInvalid', `${file} holds no JSON object`, 'it must be as `cdk synth` writes it');
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ');
    throw new AssemblyError('JsonInvalid', `${file} is not JSON (${why})`, 'it must be as `cdk synth` writes it');
  }
}
