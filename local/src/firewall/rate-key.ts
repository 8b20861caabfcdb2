import { createHash } from 'node:crypto';
import type { GatewayRequest } from '../chain/gateway-request';
import { byteText } from './byte-text';
import { type Pair, cookiePairs, headerPairs, queryArguments } from './inspected-headers';
import { forwardedAddresses, parseAddress } from './ip-match';
import type { LabelSet } from './label-set';
import type { RateKey } from './rate-model';
import type { ForwardedIp } from './forwarded-ip-model';
import { transformed } from './text-transformations';
import type { TriState } from './tri-state';

/** What a request is counted under, or what the rule says at once: `false` if it does not count the request. */
export type AggregateKey = { readonly key: string } | TriState;

/**
 * The key of a request, made up of all components. A request without one of them is not counted, as in WAF.
 *
 * @returns a digest: values of the client's choice must not fill the memory
 */
export function aggregateKey(keys: readonly RateKey[], request: GatewayRequest, labels: LabelSet): AggregateKey {
  const hash = createHash('sha256');
  const answers = new Set<TriState>();
  for (const component of keys) {
    const part = componentOf(component, request, labels);
    if (typeof part !== 'object') answers.add(part);
    else hash.update(`${part.key.length}:`).update(part.key, 'latin1');
  }
  if (answers.has(false)) return false;
  if (answers.has('unknown')) return 'unknown';
  return answers.has(true) ? true : { key: hash.digest('base64') };
}

function componentOf(component: RateKey, request: GatewayRequest, labels: LabelSet): AggregateKey {
  switch (component.type) {
    case 'ip':
      return addressKey(request.sourceIp) ?? 'unknown';
    case 'forwardedIp':
      return forwardedKey(component.forwarded, request);
    case 'method':
      return { key: request.method };
    case 'uriPath':
      return textKey(byteText(request.rawPath), component.transformations);
    case 'queryString':
      return textKey(byteText(request.rawQuery), component.transformations);
    case 'header':
      return namedKey(headerPairs(request), component.name, component.transformations);
    case 'cookie':
      return namedKey(cookiePairs(request), component.name, component.transformations);
    case 'queryArgument':
      return namedKey(queryArguments(request), component.name, component.transformations);
    case 'labelNamespace': {
      const found = labels.ofNamespace(component.namespace, component.ownPrefix);
      if (found === undefined) return 'unknown';
      return found.length > 0 && { key: byteText([...found].sort().join(' ')) };
    }
  }
}

/** WAF takes the first address of the header, which the client may have written. */
function forwardedKey(forwarded: ForwardedIp, request: GatewayRequest): AggregateKey {
  const [first] = forwardedAddresses(request, forwarded.headerName) ?? [];
  return first !== undefined && (addressKey(first) ?? forwarded.fallback);
}

function addressKey(text: string): { readonly key: string } | undefined {
  const address = parseAddress(text);
  return address && { key: address.toNormalizedString() };
}

function namedKey(pairs: readonly Pair[], name: string, transformations: readonly string[]): AggregateKey {
  const wanted = byteText(name).toLowerCase();
  const values = pairs.filter(([own]) => own.toLowerCase() === wanted).map(([, value]) => value);
  return values.length > 0 && textKey(values.join(','), transformations);
}

function textKey(text: string, transformations: readonly string[]): AggregateKey {
  const [key, ...others] = transformed(text, transformations);
  return key === undefined || others.length > 0 ? 'unknown' : { key };
}
