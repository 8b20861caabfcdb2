import { evaluateCondition } from './conditions';
import { type Intrinsic, type IntrinsicScope, NO_VALUE } from './intrinsic-scope';
import { isJsonObject } from './json-file';
import { isUnresolved, unresolved } from './resolved-stack';
import { base64, join, length, select, split, sub, toJsonString } from './text-functions';

/** Resolves the intrinsic functions in a value; what only AWS knows is marked. */
export function resolveIntrinsics(value: unknown, scope: IntrinsicScope): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => resolveIntrinsics(element, scope)).filter((element) => element !== NO_VALUE);
  }
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::')))
    return call(keys[0], value[keys[0]], scope);
  return Object.fromEntries(
    keys
      // Beside other members only a macro or a loop can stand.
      .map((key) => [key, key.startsWith('Fn::') ? unresolved(key) : resolveIntrinsics(value[key], scope)])
      .filter(([, member]) => member !== NO_VALUE),
  );
}

function call(name: string, argument: unknown, scope: IntrinsicScope): unknown {
  const intrinsic = INTRINSICS.get(name);
  return intrinsic === undefined ? unresolved(name) : intrinsic(argument, scope, resolveIntrinsics);
}

const ref: Intrinsic = (argument, scope) => (typeof argument === 'string' ? scope.ref(argument) : unresolved('Ref'));

const getAtt: Intrinsic = (argument, scope, resolve) => {
  const [logicalId, ...attribute] = typeof argument === 'string' ? splitFirst(argument) : asList(argument);
  const names = attribute.map((part) => resolve(part, scope));
  if (typeof logicalId !== 'string' || names.length === 0 || isUnresolved(names)) return unresolved('Fn::GetAtt');
  return scope.attribute(logicalId, names.join('.'));
};

const findInMap: Intrinsic = (argument, scope, resolve) => {
  if (!Array.isArray(argument)) return unresolved('Fn::FindInMap');
  const keys = argument.slice(0, 3).map((part) => resolve(part, scope));
  if (isUnresolved(keys)) return unresolved(`Fn::FindInMap in ${String(keys[0])}`);
  const [map, key, secondKey] = keys.map(String);
  const found = scope.mapping(map, key, secondKey);
  if (found !== undefined) return resolve(found, scope);
  const options: unknown = argument[3];
  if (isJsonObject(options) && 'DefaultValue' in options) return resolve(options.DefaultValue, scope);
  return unresolved(`${secondKey} of ${key} in the mapping ${map}`);
};

const ifCondition: Intrinsic = (argument, scope, resolve) => {
  const [name, whenTrue, whenFalse] = asList(argument);
  if (typeof name !== 'string') return unresolved('Fn::If');
  const holds = scope.condition(name);
  if (holds !== undefined) return resolve(holds ? whenTrue : whenFalse, scope);
  return unresolved(`condition ${name}`);
};

const importValue: Intrinsic = (argument, scope, resolve) => {
  const name = resolve(argument, scope);
  return typeof name === 'string' && !isUnresolved(name) ? scope.importValue(name) : unresolved('Fn::ImportValue');
};

/** A condition as a value. */
const truth =
  (name: string): Intrinsic =>
  (argument, scope, resolve) =>
    evaluateCondition({ [name]: argument }, scope, resolve) ?? unresolved(name);

const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::Join', join],
  ['Fn::Sub', sub],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Base64', base64],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::Length', length],
  ['Fn::FindInMap', findInMap],
  ['Fn::If', ifCondition],
  ['Fn::ImportValue', importValue],
  ['Fn::Equals', truth('Fn::Equals')],
  ['Fn::And', truth('Fn::And')],
  ['Fn::Or', truth('Fn::Or')],
  ['Fn::Not', truth('Fn::Not')],
]);

function splitFirst(text: string): [string, ...string[]] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function asList(argument: unknown): readonly unknown[] {
  return Array.isArray(argument) ? (argument as unknown[]) : [argument];
}
