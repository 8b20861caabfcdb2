import { Unreadable, required } from './build-scope';
import type { FieldModel, MatchScope, OversizeHandling, PairsFilter } from './field-model';
import { isKnownTransformation } from './text-transformations';
import { type TemplateObject, listOf, numberOf, objectOf, oneOf, textOf, textsOf } from './template-value';

const SCOPES: readonly MatchScope[] = ['ALL', 'KEY', 'VALUE'];
const OVERSIZE: readonly OversizeHandling[] = ['CONTINUE', 'MATCH', 'NO_MATCH'];

/**
 * Reads `FieldToMatch`.
 *
 * @throws Unreadable
 */
export function buildField(value: unknown): FieldModel {
  const field = required(objectOf(value), 'it has no field to look at');
  const [name, ...others] = Object.keys(field);
  if (name === undefined || others.length > 0) throw new Unreadable('it has no field to look at, or several');
  const settings = objectOf(field[name]) ?? {};
  switch (name) {
    case 'UriPath':
      return { type: 'uriPath' };
    case 'QueryString':
      return { type: 'queryString' };
    case 'Method':
      return { type: 'method' };
    case 'AllQueryArguments':
      return { type: 'allQueryArguments' };
    case 'SingleHeader':
      return { type: 'header', name: nameOf(settings) };
    case 'SingleQueryArgument':
      return { type: 'queryArgument', name: nameOf(settings) };
    case 'Body':
      return { type: 'body', oversize: oversizeOf(settings) };
    case 'JsonBody':
      return jsonBody(settings);
    case 'HeaderOrder':
      return { type: 'headerOrder', oversize: oversizeOf(settings) };
    case 'Headers':
      return { type: 'headers', ...pairs(settings, 'IncludedHeaders', 'ExcludedHeaders') };
    case 'Cookies':
      return { type: 'cookies', ...pairs(settings, 'IncludedCookies', 'ExcludedCookies') };
    default:
      throw new Unreadable(`the field ${name} is not simulated`);
  }
}

/**
 * Reads `TextTransformations` into their order.
 *
 * @throws Unreadable if one of them cannot be done here
 */
export function buildTransformations(value: unknown): readonly string[] {
  const items = required(listOf(value), 'it has no list of text transformations').map((item) => objectOf(item) ?? {});
  const ordered = [...items].sort((a, b) => priorityOf(a) - priorityOf(b));
  const names = ordered.map(({ Type }) => required(textOf(Type), 'a text transformation has no type'));
  const unknown = names.find((name) => !isKnownTransformation(name));
  if (unknown !== undefined) throw new Unreadable(`the text transformation ${unknown} is not simulated`);
  return names;
}

function priorityOf(item: TemplateObject): number {
  return required(numberOf(item.Priority), 'a text transformation has no priority');
}

function jsonBody(settings: TemplateObject): FieldModel {
  const pattern = objectOf(settings.MatchPattern) ?? {};
  const paths = textsOf(pattern.IncludedPaths);
  if (paths === undefined && !('All' in pattern)) throw new Unreadable('a JSON body has no match pattern');
  const fallback = settings.InvalidFallbackBehavior;
  const invalid = oneOf(fallback, ['MATCH', 'NO_MATCH', 'EVALUATE_AS_STRING']);
  if (fallback !== undefined) required(invalid, 'the fallback for invalid JSON is not known');
  return { type: 'jsonBody', oversize: oversizeOf(settings), scope: scopeOf(settings), paths, invalid };
}

function pairs(
  settings: TemplateObject,
  including: string,
  excluding: string,
): { readonly oversize: OversizeHandling; readonly scope: MatchScope; readonly filter: PairsFilter } {
  const pattern = objectOf(settings.MatchPattern) ?? {};
  const included = textsOf(pattern[including]);
  const excluded = textsOf(pattern[excluding]);
  const common = { oversize: oversizeOf(settings), scope: scopeOf(settings) };
  if (included) return { ...common, filter: { type: 'included', names: included } };
  if (excluded) return { ...common, filter: { type: 'excluded', names: excluded } };
  if (!('All' in pattern)) throw new Unreadable('a match pattern is missing');
  return { ...common, filter: { type: 'all' } };
}

function nameOf(settings: TemplateObject): string {
  return required(textOf(settings.Name), 'its field has no name');
}

function scopeOf(settings: TemplateObject): MatchScope {
  return required(oneOf(settings.MatchScope, SCOPES), 'its match scope is not known');
}

function oversizeOf({ OversizeHandling: value = 'CONTINUE' }: TemplateObject): OversizeHandling {
  return required(oneOf(value, OVERSIZE), 'its oversize handling is not known');
}
