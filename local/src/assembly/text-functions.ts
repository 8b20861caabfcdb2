import { type Intrinsic, NO_VALUE } from './intrinsic-scope';
import { isJsonObject } from './json-file';
import { isUnresolved, unresolved } from './resolved-stack';
import { describeUnresolved, unresolvedInstead } from './unresolved-parts';

/** `${Name}`, `${Name.Attribute}` and `${!literal}`. */
const VARIABLE = /\$\{(!?)([^}]*)\}/g;

export const join: Intrinsic = (argument, scope, resolve) => {
  if (!Array.isArray(argument)) return unresolved('Fn::Join');
  const [delimiter, list] = argument.map((part: unknown) => resolve(part, scope));
  if (isUnresolved(delimiter)) return delimiter;
  if (!Array.isArray(list)) return typeof list === 'string' && isUnresolved(list) ? list : unresolved('Fn::Join');
  return list.map(asText).join(asText(delimiter));
};

export const sub: Intrinsic = (argument, scope, resolve) => {
  const [template, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
  if (typeof template !== 'string') return unresolved('Fn::Sub');
  return template.replace(VARIABLE, (_text, literal: string, written: string) => {
    if (literal === '!') return `\${${written}}`;
    const name = written.trim();
    if (isJsonObject(variables) && Object.hasOwn(variables, name)) return asText(resolve(variables[name], scope));
    const dot = name.indexOf('.');
    return asText(dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1)));
  });
};

export const select: Intrinsic = (argument, scope, resolve) => {
  if (!Array.isArray(argument)) return unresolved('Fn::Select');
  const [index, list] = argument.map((part: unknown) => resolve(part, scope));
  if (typeof list === 'string' && isUnresolved(list)) return list;
  const element: unknown = Array.isArray(list) && /^\d+$/.test(String(index)) ? list[Number(index)] : undefined;
  return element === undefined ? unresolved(`Fn::Select of element ${String(index)}`) : element;
};

export const split: Intrinsic = (argument, scope, resolve) => {
  if (!Array.isArray(argument)) return unresolved('Fn::Split');
  const [delimiter, source] = argument.map((part: unknown) => resolve(part, scope));
  if (typeof delimiter !== 'string' || typeof source !== 'string') return unresolved('Fn::Split');
  return unresolvedInstead(delimiter) ?? unresolvedInstead(source) ?? source.split(delimiter);
};

export const base64: Intrinsic = (argument, scope, resolve) => {
  const text = asText(resolve(argument, scope));
  return unresolvedInstead(text) ?? Buffer.from(text, 'utf8').toString('base64');
};

/** Of the language extensions. */
export const toJsonString: Intrinsic = (argument, scope, resolve) => JSON.stringify(resolve(argument, scope));

/** Of the language extensions. */
export const length: Intrinsic = (argument, scope, resolve) => {
  const list = resolve(argument, scope);
  return Array.isArray(list) ? list.length : unresolved('Fn::Length');
};

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === NO_VALUE) return '';
  return unresolved(describeUnresolved(value).join(', ') || 'something that is no text');
}
