import { isUnresolved } from '../assembly/resolved-stack';
import { type BuildScope, Unreadable, required } from './build-scope';
import { buildTransformations } from './field-builder';
import type { RateKey } from './rate-model';
import type { RateBasedModel } from './statement-model';
import { buildForwardedIp } from './forwarded-ip-builder';
import type { StatementModel } from './statement-model';
import { type TemplateObject, listOf, numberOf, objectOf, textOf } from './template-value';

const WINDOWS: readonly number[] = [60, 120, 300, 600];

/**
 * Reads `RateBasedStatement`.
 *
 * @param scopeDown its `ScopeDownStatement`
 * @throws Unreadable
 */
export function buildRateBased(
  settings: TemplateObject,
  scopeDown: StatementModel | undefined,
  scope: BuildScope,
): RateBasedModel {
  const own: TemplateObject = { ...settings, ScopeDownStatement: undefined };
  if (isUnresolved(own)) throw new Unreadable('its RateBasedStatement cannot be resolved');
  const windowSeconds = numberOf(own.EvaluationWindowSec ?? 300);
  if (windowSeconds === undefined || !WINDOWS.includes(windowSeconds)) {
    throw new Unreadable('its evaluation window is not one of 60, 120, 300 and 600 seconds');
  }
  return {
    type: 'rateBased',
    limit: required(numberOf(own.Limit), 'it has no limit'),
    windowSeconds,
    keys: keysOf(own, scope),
    scopeDown,
  };
}

function keysOf(settings: TemplateObject, scope: BuildScope): readonly RateKey[] {
  switch (settings.AggregateKeyType) {
    case 'IP':
      return [{ type: 'ip' }];
    case 'FORWARDED_IP':
      return [forwardedKey(settings)];
    case 'CONSTANT':
      return [];
    case 'CUSTOM_KEYS': {
      const keys = required(listOf(settings.CustomKeys), 'it has no custom keys');
      if (keys.length === 0) throw new Unreadable('it has no custom keys');
      return keys.map((key) => customKey(objectOf(key) ?? {}, settings, scope));
    }
    default:
      throw new Unreadable(`the aggregate key ${String(settings.AggregateKeyType)} is not simulated`);
  }
}

function customKey(key: TemplateObject, statement: TemplateObject, scope: BuildScope): RateKey {
  const [name, ...others] = Object.keys(key);
  if (name === undefined || others.length > 0) throw new Unreadable('a custom key has no component, or several');
  const settings = objectOf(key[name]) ?? {};
  switch (name) {
    case 'IP':
      return { type: 'ip' };
    case 'ForwardedIP':
      return forwardedKey(statement);
    case 'HTTPMethod':
      return { type: 'method' };
    case 'Header':
      return { type: 'header', ...named(settings) };
    case 'Cookie':
      return { type: 'cookie', ...named(settings) };
    case 'QueryArgument':
      return { type: 'queryArgument', ...named(settings) };
    case 'QueryString':
      return { type: 'queryString', transformations: buildTransformations(settings.TextTransformations) };
    case 'UriPath':
      return { type: 'uriPath', transformations: buildTransformations(settings.TextTransformations) };
    case 'LabelNamespace':
      return {
        type: 'labelNamespace',
        namespace: required(textOf(settings.Namespace), 'a custom key has no namespace'),
        ownPrefix: scope.labelPrefix,
      };
    default:
      throw new Unreadable(`the custom key ${name} is not simulated`);
  }
}

function forwardedKey(statement: TemplateObject): RateKey {
  const forwarded = buildForwardedIp(statement.ForwardedIPConfig);
  return { type: 'forwardedIp', forwarded: required(forwarded, 'it does not say which header has the address') };
}

function named(settings: TemplateObject): { readonly name: string; readonly transformations: readonly string[] } {
  return {
    name: required(textOf(settings.Name), 'a custom key has no name'),
    transformations: buildTransformations(settings.TextTransformations),
  };
}
