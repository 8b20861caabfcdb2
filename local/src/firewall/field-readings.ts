import type { GatewayRequest } from '../chain/gateway-request';
import { byteText } from './byte-text';
import type { FieldModel, JsonBodyField, MatchScope, OversizeHandling, PairsField } from './field-model';
import { type Pair, cookiePairs, headerPairs, inspectedPart, isOversize, queryArguments } from './inspected-headers';
import { scanJson } from './json-scanner';

/** The texts to look at, one character for each byte, or the answer itself where nothing is looked at. */
export type Reading = boolean | readonly string[];

/**
 * What WAF may see of a part of the request. There are several readings where the documents leave it open; a statement is
 * only answered where all of them lead to the same.
 *
 * @param bodyLimit how much of a body WAF sees, in bytes
 */
export function fieldReadings(field: FieldModel, request: GatewayRequest, bodyLimit: number): readonly Reading[] {
  switch (field.type) {
    case 'method':
      return [[request.method]];
    case 'uriPath':
      return [[byteText(request.rawPath)]];
    case 'queryString':
      return orMissing(byteText(request.rawQuery));
    case 'header':
      return headerReadings(field.name, request);
    case 'queryArgument':
      return queryArgumentReadings(field.name, request);
    case 'allQueryArguments':
      return [queryArguments(request).map(([, value]) => value)];
    case 'body':
      return bodyReadings(field.oversize, request.body, bodyLimit);
    case 'jsonBody':
      return jsonReadings(field, request.body, bodyLimit);
    case 'headerOrder':
      return headerOrderReadings(field.oversize, headerPairs(request));
    case 'headers':
      return pairsReadings(field, headerPairs(request), true);
    case 'cookies':
      return pairsReadings(field, cookiePairs(request), false);
  }
}

/** Without the part there is nothing to match; whether an empty one is there at all is not documented. */
function orMissing(text: string): readonly Reading[] {
  return text === '' ? [[], ['']] : [[text]];
}

/** A header that comes twice is looked at one by one or as one; one behind WAF's limits may be seen or not. */
function headerReadings(name: string, request: GatewayRequest): readonly Reading[] {
  const pairs = headerPairs(request);
  const valuesIn = (some: readonly Pair[]): readonly string[] => {
    const wanted = name.toLowerCase();
    return some.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
  };
  const values = valuesIn(pairs);
  const readings: Reading[] = [values];
  if (values.length > 1) readings.push([values.join(',')], [values.join(', ')]);
  if (isOversize(pairs)) readings.push(valuesIn(inspectedPart(pairs)));
  return readings;
}

/** Whether WAF decodes the name before it looks for it is not documented. */
function queryArgumentReadings(name: string, request: GatewayRequest): readonly Reading[] {
  const wanted = byteText(name).toLowerCase();
  const args = queryArguments(request);
  const valuesBy = (key: (name: string) => string): readonly string[] =>
    args.filter(([own]) => key(own).toLowerCase() === wanted).map(([, value]) => value);
  return [valuesBy((own) => own), valuesBy(decodedName)];
}

function decodedName(name: string): string {
  return name
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function bodyReadings(oversize: OversizeHandling, body: Buffer, limit: number): readonly Reading[] {
  if (body.length > limit && oversize !== 'CONTINUE') return [oversize === 'MATCH'];
  return orMissing(body.subarray(0, limit).toString('latin1'));
}

function jsonReadings(field: JsonBodyField, body: Buffer, limit: number): readonly Reading[] {
  if (body.length === 0) return [[]];
  if (body.length > limit && field.oversize !== 'CONTINUE') return [field.oversize === 'MATCH'];
  const source = body.subarray(0, limit).toString('latin1');
  const { entries, whole } = scanJson(source);
  if (!whole && field.invalid !== undefined) {
    return [field.invalid === 'EVALUATE_AS_STRING' ? [source] : field.invalid === 'MATCH'];
  }
  const paths = field.paths?.map(byteText);
  const inspected = entries
    .filter(({ kind }) => scopeHas(field.scope, kind === 'key'))
    .filter(({ path }) => paths === undefined || paths.some((own) => path === own || path.startsWith(`${own}/`)));
  // Whether escapes are resolved is not documented.
  return [inspected.map(({ text }) => text), inspected.map(({ raw }) => raw)];
}

function headerOrderReadings(oversize: OversizeHandling, pairs: readonly Pair[]): readonly Reading[] {
  if (isOversize(pairs) && oversize !== 'CONTINUE') return [oversize === 'MATCH'];
  const order = inspectedPart(pairs)
    .map(([name]) => name)
    .join(':');
  return [[order], [order.toLowerCase()]];
}

/** Whether the limits hold for all or only for the filtered ones is not documented, nor whether names keep their case. */
function pairsReadings(field: PairsField, pairs: readonly Pair[], isHeaders: boolean): readonly Reading[] {
  const filters = isHeaders ? [ignoringCase] : [ignoringCase, keepingCase];
  return filters.flatMap((normalized) => {
    const filtered = pairs.filter(([name]) => isFiltered(field, name, normalized));
    return [pairs, filtered].flatMap((limited): readonly Reading[] => {
      if (isOversize(limited) && field.oversize !== 'CONTINUE') return [field.oversize === 'MATCH'];
      const seen = inspectedPart(limited).filter(([name]) => isFiltered(field, name, normalized));
      const names = isHeaders ? [keepingCase, ignoringCase] : [keepingCase];
      return names.map((shown) => seen.flatMap(([name, value]) => scoped(field.scope, shown(name), value)));
    });
  });
}

function isFiltered({ filter }: PairsField, name: string, normalized: (name: string) => string): boolean {
  if (filter.type === 'all') return true;
  const listed = filter.names.some((own) => normalized(byteText(own)) === normalized(name));
  return listed === (filter.type === 'included');
}

function scoped(scope: MatchScope, name: string, value: string): readonly string[] {
  return [...(scopeHas(scope, true) ? [name] : []), ...(scopeHas(scope, false) ? [value] : [])];
}

function scopeHas(scope: MatchScope, key: boolean): boolean {
  return scope === 'ALL' || scope === (key ? 'KEY' : 'VALUE');
}

function ignoringCase(name: string): string {
  return name.toLowerCase();
}

function keepingCase(name: string): string {
  return name;
}
