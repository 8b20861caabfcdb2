import { isUnresolved } from '../assembly/resolved-stack';
import type { Exchange } from '../chain/exchange';
import { GatewayError, Refusal } from '../chain/gateway-error';
import type { PolicyDocument, PolicyStatement } from '../model/api-model';
import { evaluatePolicy } from './invoke-policy';
import type { PolicyDecision } from './policy-decision';
import { isRecord, parsePolicyDocument } from './policy-document';
import type { Truth } from './truth';

const SHORT_RESOURCE = /^execute-api:\//;

/** Members of a `Principal`; a caller without AWS credentials is none of those that they name. */
const PRINCIPAL_TYPES = ['AWS', 'CanonicalUser', 'Federated', 'Service'];

/**
 * The resource policy of an API, for callers without AWS credentials.
 *
 * The condition keys of VPC endpoints have no value on loopback: an Allow that needs one does not allow, and a Deny
 * that could depend on one denies.
 */
export class ResourcePolicy {
  private readonly policy: PolicyDocument | undefined;

  public constructor(private readonly source: PolicyDocument) {
    this.policy = isUnresolved(source) ? undefined : parsePolicyDocument(source);
  }

  /** @throws Refusal if the policy cannot be read without AWS */
  public evaluate({ methodArn, request }: Pick<Exchange, 'methodArn' | 'request'>): PolicyDecision {
    if (!this.policy || !this.policy.Statement.every(namesPrincipal)) {
      const why = isUnresolved(this.source) ? 'has a value that only AWS knows' : 'is not valid';
      throw new Refusal('resource-policy', `the resource policy ${why}`);
    }
    const apiArn = methodArn.slice(0, methodArn.indexOf('/'));
    const Statement = this.policy.Statement.map((statement) => withFullResources(statement, apiArn));
    return evaluatePolicy({ ...this.policy, Statement }, { methodArn, request }, anonymousMatches);
  }
}

/** @param explicit whether a statement denies, rather than none allows */
export function resourcePolicyDenial(methodArn: string, explicit: boolean): GatewayError {
  const message = `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${masked(methodArn)}`;
  return new GatewayError(
    'ACCESS_DENIED',
    403,
    explicit ? `${message} with an explicit deny` : message,
    'AccessDeniedException',
    'resource-policy',
  );
}

/** API Gateway shows the last four digits of the account only. */
function masked(arn: string): string {
  const [prefix, partition, service, region, account, ...rest] = arn.split(':');
  return [prefix, partition, service, region, `********${account.slice(-4)}`, ...rest].join(':');
}

function namesPrincipal({ Principal, NotPrincipal }: PolicyStatement): boolean {
  return (Principal === undefined) !== (NotPrincipal === undefined);
}

function anonymousMatches({ Principal, NotPrincipal }: PolicyStatement): Truth {
  if (Principal !== undefined) return namesEveryone(Principal);
  // Who a NotPrincipal spares is hard to tell for a caller without a name, except that `*` spares everyone.
  return namesEveryone(NotPrincipal) === true ? false : 'unknown';
}

function namesEveryone(principal: unknown): Truth {
  if (principal === '*') return true;
  if (!isRecord(principal) || !Object.keys(principal).every((type) => PRINCIPAL_TYPES.includes(type))) return 'unknown';
  const named: readonly unknown[] = [principal.AWS ?? []].flat();
  if (named.includes('*')) return true;
  const others: readonly unknown[] = Object.values(principal).flat();
  return others.every((name) => typeof name === 'string' && !name.includes('*')) ? false : 'unknown';
}

function withFullResources({ Resource, NotResource, ...rest }: PolicyStatement, apiArn: string): PolicyStatement {
  const full = (resources: string | readonly string[]): readonly string[] =>
    [resources].flat().map((resource) => resource.replace(SHORT_RESOURCE, () => `${apiArn}/`));
  return {
    ...rest,
    ...(Resource !== undefined && { Resource: full(Resource) }),
    ...(NotResource !== undefined && { NotResource: full(NotResource) }),
  };
}
