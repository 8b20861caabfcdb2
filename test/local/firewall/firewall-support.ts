import type { ResolvedResource, ResolvedStack } from '../../../local/src/assembly/resolved-stack';
import type { GatewayRequest } from '../../../local/src/chain/gateway-request';
import { type FirewallVerdict, WebAcl } from '../../../local/src/firewall/web-acl';
import { buildWebAcl } from '../../../local/src/firewall/web-acl-builder';
import type { Finding } from '../../../local/src/model/api-model';

export const ACCOUNT = '210987654321';
export const ACL_ARN = `arn:aws:wafv2:eu-west-3:${ACCOUNT}:regional/webacl/front/acl-1`;
export const OWN_PREFIX = `awswaf:${ACCOUNT}:webacl:front:`;
export const NONE = [{ Priority: 0, Type: 'NONE' }];

export type Properties = Record<string, unknown>;

/** A clock that only moves when it is told to. */
export class HeldClock {
  public constructor(private time = Date.UTC(2026, 0, 2, 3, 4, 5)) {}

  public now(): number {
    return this.time;
  }

  public advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}

export function request(
  parts: Partial<Omit<GatewayRequest, 'body'>> & { body?: string | Buffer } = {},
): GatewayRequest {
  return {
    method: 'GET',
    rawPath: '/prod/orders',
    path: '/orders',
    rawQuery: '',
    headers: [],
    sourceIp: '192.0.2.1',
    host: 'localhost',
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256' },
    receivedAt: 0,
    ...parts,
    body: Buffer.from(parts.body ?? ''),
  };
}

export function resource(kind: string, ref: string, properties: Properties): ResolvedResource {
  return { id: ref.split('|')[0], type: `AWS::WAFv2::${kind}`, properties, ref, metadata: {}, directory: '/nowhere' };
}

/** A rule that blocks, unless told otherwise; its name is its priority. */
export function rule(priority: number, statement: Properties, more: Properties = {}): Properties {
  return { Name: `rule-${priority}`, Priority: priority, Action: { Block: {} }, Statement: statement, ...more };
}

export interface BuiltAcl {
  readonly acl: WebAcl;
  readonly findings: readonly Finding[];
  readonly clock: HeldClock;
  readonly inspect: (parts?: Parameters<typeof request>[0]) => FirewallVerdict;
}

/** A web ACL out of its properties in the template; it allows what no rule decides. */
export function aclWith(properties: Properties, others: readonly ResolvedResource[] = [], arn = ACL_ARN): BuiltAcl {
  const webAcl = resource('WebACL', 'front|acl-1|REGIONAL', { DefaultAction: { Allow: {} }, ...properties });
  const stack: ResolvedStack = {
    name: 'S',
    account: ACCOUNT,
    region: 'eu-west-3',
    partition: 'aws',
    resources: [webAcl, ...others],
    findings: [],
  };
  const clock = new HeldClock();
  const built = buildWebAcl(stack, arn);
  const acl = new WebAcl(built.webAcl, clock);
  return { acl, clock, findings: built.findings, inspect: (parts) => acl.inspect(request(parts)) };
}

export function rulesAcl(rules: readonly Properties[], others: readonly ResolvedResource[] = []): BuiltAcl {
  return aclWith({ Rules: rules }, others);
}

/** Whether a single statement matches a request: its rule blocks, and refuses where it cannot tell. */
export function matches(
  statement: Properties,
  parts: Parameters<typeof request>[0] = {},
  others: readonly ResolvedResource[] = [],
): boolean | 'unknown' {
  const { action } = rulesAcl([rule(0, statement)], others).inspect(parts);
  return action === 'refuse' ? 'unknown' : action === 'block';
}

export function byteMatch(field: Properties, search: string, more: Properties = {}): Properties {
  return {
    ByteMatchStatement: {
      FieldToMatch: field,
      PositionalConstraint: 'CONTAINS',
      SearchString: search,
      TextTransformations: NONE,
      ...more,
    },
  };
}

export function sizeOf(field: Properties, operator: string, size: number): Properties {
  return {
    SizeConstraintStatement: {
      FieldToMatch: field,
      ComparisonOperator: operator,
      Size: size,
      TextTransformations: NONE,
    },
  };
}

/** A statement that is never known. */
export const XSS = {
  XssMatchStatement: { FieldToMatch: { QueryString: {} }, TextTransformations: NONE },
};

/** A statement that matches requests with a method. */
export function methodIs(method: string): Properties {
  return byteMatch({ Method: {} }, method, { PositionalConstraint: 'EXACTLY' });
}
