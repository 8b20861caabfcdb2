import ipaddr from 'ipaddr.js';
import type { Truth } from './truth';

const RANGE = /^([^/]+)(?:\/(\d{1,3}))?$/;

/**
 * Whether an address lies in a range such as `203.0.113.0/24`, or is the one address named; unknown for a range that
 * is none, or that is written in a way which readers of addresses do not agree upon.
 */
export function inIpRange(address: string, range: string): Truth {
  const [, network, prefix] = RANGE.exec(range) ?? [];
  if (network === undefined || !ipaddr.isValid(address)) return 'unknown';
  const ip = ipaddr.process(address);
  if (ipaddr.IPv4.isValidFourPartDecimal(network)) {
    const bits = Number(prefix ?? 32);
    return bits > 32 ? 'unknown' : ip.kind() === 'ipv4' && ip.match(ipaddr.IPv4.parse(network), bits);
  }
  if (!ipaddr.IPv6.isValid(network)) return 'unknown';
  const parsed = ipaddr.IPv6.parse(network);
  const bits = Number(prefix ?? 128);
  if (parsed.isIPv4MappedAddress() || parsed.zoneId || bits > 128) return 'unknown';
  return ip.kind() === 'ipv6' && ip.match(parsed, bits);
}
