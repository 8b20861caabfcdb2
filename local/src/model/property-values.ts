import { isJsonObject } from '../assembly/json-file';
import { isUnresolved } from '../assembly/resolved-stack';

/** Properties of CloudFormation come as JSON or as text, `true` or `"true"`; what is not known here reads as absent. */

export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' && !isUnresolved(value) ? value : undefined;
}

export function flagOf(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

export function numberOf(value: unknown): number | undefined {
  const text = textOf(value);
  return text !== undefined && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

export function textsOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((element) => textOf(element) ?? []);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {};
}

/** The members that are known texts. */
export function textRecordOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).flatMap(([name, member]) => {
      // An empty template is a template.
      const text = member === '' ? '' : textOf(member);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}
