/** What the TLS handshake and the request say about where the client wants to go. */
export interface HostCheck {
  /** Name in the TLS handshake (SNI); undefined without one. */
  readonly servername: string | undefined;
  /** Name in the Host header, without the port; an IPv6 address with or without its brackets. */
  readonly host: string;
  readonly accessMode: 'BASIC' | 'STRICT';
}

/** Stands for the API's own endpoint, whose real name does not lead to this machine. */
const OWN_ENDPOINT = 'the own endpoint';

const LOOPBACK_ADDRESSES = new Set(['127.0.0.1', '::1', '[::1]']);

/**
 * The rule of the endpoint access mode STRICT: the name in the handshake must be the name in the Host header. Otherwise a
 * client could pass the TLS policy of one endpoint and then talk to another one. BASIC has no such rule.
 *
 * `localhost`, 127.0.0.1 and ::1 are one name here. An address is never sent in the handshake, so a request to one of these
 * addresses may come without.
 *
 * @returns why the request must be refused, or undefined
 */
export function checkHost({ servername, host, accessMode }: HostCheck): string | undefined {
  if (accessMode === 'BASIC') return undefined;
  if (host === '') return 'the request names no host';
  if (servername === undefined || servername === '') {
    return LOOPBACK_ADDRESSES.has(host) ? undefined : 'the TLS handshake names no host';
  }
  if (endpointOf(servername) === endpointOf(host)) return undefined;
  return 'the TLS handshake and the Host header name different hosts';
}

function endpointOf(name: string): string {
  const lower = name.toLowerCase();
  return lower === 'localhost' || LOOPBACK_ADDRESSES.has(lower) ? OWN_ENDPOINT : lower;
}
