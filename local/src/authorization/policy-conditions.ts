import { isUnresolved } from '../assembly/resolved-stack';
import { type GatewayRequest, headerValue } from '../chain/gateway-request';
import type { PolicyStatement } from '../model/api-model';
import { inIpRange } from './ip-range';
import { every, not, some, type Truth } from './truth';
import { matchesWildcard } from './wildcard';

type Comparison = (actual: string, expected: string) => Truth;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: (actual, expected) => actual === expected,
  StringEqualsIgnoreCase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  StringLike: (actual, expected) => matchesWildcard(expected, actual),
  IpAddress: inIpRange,
  Bool: (actual, expected) => actual === expected.toLowerCase(),
};

/** The operators that hold where the one on the right does not, also for a key that the request does not have. */
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NotIpAddress: 'IpAddress',
};

const IF_EXISTS = 'IfExists';

/**
 * Whether a statement's conditions hold for a request. What has an operator that is not known here is unknown as a
 * whole; a key that only AWS could fill makes its own part unknown.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionsHold(conditions: PolicyStatement['Condition'], request: GatewayRequest): Truth {
  const parts: Truth[] = [];
  for (const [operator, keys] of Object.entries(conditions ?? {})) {
    const test = parseOperator(operator);
    if (!test) return 'unknown';
    for (const [key, expected] of Object.entries(keys)) parts.push(testKey(test, key, expected, request));
  }
  return every(parts);
}

interface Operator {
  /** Positive name, without `IfExists`. */
  readonly name: string;
  readonly negated: boolean;
  readonly ifExists: boolean;
}

function parseOperator(operator: string): Operator | undefined {
  const ifExists = operator.endsWith(IF_EXISTS);
  const bare = ifExists ? operator.slice(0, -IF_EXISTS.length) : operator;
  if (bare === 'Null') return ifExists ? undefined : { name: bare, negated: false, ifExists };
  const negated = Object.hasOwn(NEGATED, bare);
  const name = negated ? NEGATED[bare] : bare;
  return Object.hasOwn(COMPARISONS, name) ? { name, negated, ifExists } : undefined;
}

function testKey(
  { name, negated, ifExists }: Operator,
  key: string,
  expected: unknown,
  request: GatewayRequest,
): Truth {
  const values = texts(expected);
  const actual = contextKey(key, request);
  if (!values || actual === undefined || !fits(name, key)) return 'unknown';
  if (name === 'Null') {
    const absent = String(actual === null);
    return some(values.map((value) => (/^(true|false)$/i.test(value) ? value.toLowerCase() === absent : 'unknown')));
  }
  if (actual === null) return ifExists || negated;
  // What holds a policy variable is another text in AWS.
  const compare = (value: string): Truth => (value.includes('${') ? 'unknown' : COMPARISONS[name](actual, value));
  const matched = some(values.map(compare));
  return negated ? not(matched) : matched;
}

/** An address compared as text, or a text as an address, is no comparison that can be trusted. */
function fits(name: string, key: string): boolean {
  if (name === 'Null') return true;
  const isAddress = key.toLowerCase() === 'aws:sourceip';
  const isBoolean = key.toLowerCase() === 'aws:securetransport';
  return isAddress === (name === 'IpAddress') && isBoolean === (name === 'Bool');
}

/** Value of a condition key; null if this request does not have it, undefined if that cannot be known here. */
function contextKey(key: string, request: GatewayRequest): string | null | undefined {
  switch (key.toLowerCase()) {
    case 'aws:sourceip':
      return request.sourceIp;
    case 'aws:securetransport':
      return 'true';
    case 'aws:useragent':
      return headerValue(request.headers, 'user-agent') ?? null;
    case 'aws:referer':
      return headerValue(request.headers, 'referer') ?? null;
    default:
      return undefined;
  }
}

function texts(expected: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = [expected].flat();
  const strings = list.map((item) => (typeof item === 'boolean' || typeof item === 'number' ? String(item) : item));
  const usable = strings.length > 0 && strings.every((item) => typeof item === 'string' && !isUnresolved(item));
  return usable ? (strings as string[]) : undefined;
}
