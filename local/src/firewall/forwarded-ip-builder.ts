import { required } from './build-scope';
import type { ForwardedIp } from './forwarded-ip-model';
import { objectOf, oneOf, textOf } from './template-value';

/**
 * Reads `ForwardedIPConfig`, undefined without one.
 *
 * @throws Unreadable
 */
export function buildForwardedIp(value: unknown): ForwardedIp | undefined {
  if (value === undefined) return undefined;
  const config = objectOf(value);
  const fallback = oneOf(config?.FallbackBehavior, ['MATCH', 'NO_MATCH']);
  return {
    headerName: required(textOf(config?.HeaderName), 'it does not say which header has the address'),
    fallback: required(fallback, 'it does not say what holds without an address') === 'MATCH',
  };
}
