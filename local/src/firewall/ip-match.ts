import * as ipaddr from 'ipaddr.js';
import { type GatewayRequest, headerValues } from '../chain/gateway-request';
import type { IpSetModel } from './statement-model';
import { type TriState, any } from './tri-state';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = readonly [Address, number];

/** Of a longer list in a header, WAF looks at the last ten. */
const MAX_FORWARDED = 10;

/** The header that an address is to be taken from is not there: WAF does not apply the rule at all. */
export const NO_HEADER = Symbol('no header');

/** Asks whether an address of the request is in a set; made once for each statement. */
export function ipSetTest(statement: IpSetModel): (request: GatewayRequest) => TriState | typeof NO_HEADER {
  const blocks = statement.addresses.map(parseBlock);
  const { forwarded } = statement;
  return (request) => {
    if (forwarded === undefined) {
      const address = parseAddress(request.sourceIp);
      return address === undefined ? 'unknown' : isIn(address, blocks);
    }
    const listed = forwardedAddresses(request, forwarded.headerName);
    if (listed === undefined) return NO_HEADER;
    const picked = {
      FIRST: listed.slice(0, 1),
      LAST: listed.slice(-1),
      ANY: listed.slice(-MAX_FORWARDED),
    }[forwarded.position].map(parseAddress);
    if (picked.every((address) => address === undefined)) return forwarded.fallback;
    // Whether one bad address among good ones brings the fallback about is not documented.
    const ofBad = forwarded.fallback ? 'unknown' : false;
    return any(picked.map((address) => (address === undefined ? ofBad : isIn(address, blocks))));
  };
}

/**
 * Whether a CIDR block can be matched here.
 */
export function isCidr(block: string): boolean {
  return ipaddr.isValidCIDR(block);
}

/** An address in its one form, IPv4 where it is mapped into IPv6; undefined if it is none. */
export function parseAddress(text: string): Address | undefined {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  return isAddress ? ipaddr.process(text) : undefined;
}

/** The items of a header with addresses; undefined without the header. */
export function forwardedAddresses(request: GatewayRequest, headerName: string): readonly string[] | undefined {
  const values = headerValues(request.headers, headerName);
  return values.length === 0
    ? undefined
    : values
        .join(',')
        .split(',')
        .map((item) => item.trim());
}

function parseBlock(block: string): Block {
  return ipaddr.parseCIDR(block);
}

function isIn(address: Address, blocks: readonly Block[]): boolean {
  return blocks.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits));
}
