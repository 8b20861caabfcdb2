import { type ResolvedResource, type ResolvedStack, isUnresolved } from '../assembly/resolved-stack';
import type { Finding } from '../model/api-model';
import { buildAction } from './action-builder';
import { type BuildScope, Unreadable, required } from './build-scope';
import { buildRules } from './rule-builder';
import { objectOf, textOf } from './template-value';
import { findByArn, wafName } from './waf-resource';
import type { WebAclModel } from './web-acl-model';

const INSPECTION_LIMITS: Readonly<Record<string, number>> = {
  KB_16: 16_384,
  KB_32: 32_768,
  KB_48: 49_152,
  KB_64: 65_536,
};

/**
 * Reads the web ACL with an ARN, and all that its rules refer to.
 *
 * @param webAclArn as in a `WebACLAssociation`; a web ACL that is not in the stack refuses every request
 * @param assumeAllows whether a web ACL that is not in the stack lets every request pass instead
 */
export function buildWebAcl(
  stack: ResolvedStack,
  webAclArn: string,
  assumeAllows = false,
): { readonly webAcl: WebAclModel; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  try {
    const unknown = isUnresolved(webAclArn);
    const found = unknown ? undefined : findByArn(stack, 'AWS::WAFv2::WebACL', webAclArn);
    if (!found && assumeAllows) return assumedToAllow(webAclArn);
    if (unknown) throw new Unreadable('the ARN of the web ACL cannot be resolved');
    const resource = required(found, `the web ACL ${webAclArn} is not in the template`);
    return { webAcl: readWebAcl(stack, resource, webAclArn, findings), findings };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const finding: Finding = { subject: webAclArn, what: error.message, effect: 'refused' };
    return { webAcl: refusing(webAclArn, error.message), findings: [...findings, finding] };
  }
}

function readWebAcl(stack: ResolvedStack, resource: ResolvedResource, arn: string, findings: Finding[]): WebAclModel {
  const { properties } = resource;
  const name = wafName(resource);
  const scope: BuildScope = {
    stack,
    labelPrefix: `awswaf:${stack.account}:webacl:${name}:`,
    responseBodies: objectOf(properties.CustomResponseBodies) ?? {},
    findings,
  };
  const defaultAction = buildAction(properties.DefaultAction, scope);
  if (defaultAction.type !== 'allow' && defaultAction.type !== 'block') {
    const why = defaultAction.type === 'unsupported' ? defaultAction.why : 'it does not end the evaluation';
    throw new Unreadable(`the default action of the web ACL cannot be read: ${why}`);
  }
  const rules = buildRules(properties.Rules, scope);
  return { arn, name, defaultAction, rules, bodyInspectionLimit: inspectionLimit(properties.AssociationConfig) };
}

/** Without a setting for API Gateway, WAF's default holds. */
function inspectionLimit(association: unknown): number {
  const bodies = objectOf(objectOf(association)?.RequestBody);
  const limit = objectOf(bodies?.API_GATEWAY)?.DefaultSizeInspectionLimit ?? 'KB_16';
  return required(INSPECTION_LIMITS[textOf(limit) ?? ''], 'its limit of body inspection is not known');
}

/** Only of a web ACL that is elsewhere: one that is in the template and cannot be read is not taken for granted. */
function assumedToAllow(arn: string): { readonly webAcl: WebAclModel; readonly findings: readonly Finding[] } {
  const defaultAction = { type: 'allow', insertHeaders: [] } as const;
  const webAcl = { arn, name: arn, defaultAction, rules: [], bodyInspectionLimit: INSPECTION_LIMITS.KB_16 };
  const what = 'a web ACL that is not in the assembly: it is assumed to allow every request';
  return { webAcl, findings: [{ subject: arn, what, effect: 'declared' }] };
}

function refusing(arn: string, refusal: string): WebAclModel {
  const defaultAction = { type: 'block' } as const;
  return { arn, name: arn, defaultAction, rules: [], bodyInspectionLimit: INSPECTION_LIMITS.KB_16, refusal };
}
