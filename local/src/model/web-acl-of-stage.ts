import { buildWebAcl } from '../firewall/web-acl-builder';
import type { WebAclModel } from '../firewall/web-acl-model';
import { isUnresolved, type ResolvedResource, UNRESOLVED } from '../assembly/resolved-stack';
import type { ApiResources } from './api-resources';
import type { Assumptions } from './assumptions';
import type { ModelProblems } from './model-problems';

/** The web ACL that is associated with the stage; undefined without one. */
export function webAclOfStage(
  api: ApiResources,
  stage: string,
  problems: ModelProblems,
  { webAcl: assumed }: Assumptions,
): WebAclModel | undefined {
  const suffix = `/restapis/${api.apiId}/stages/${stage}`;
  for (const { id, properties } of api.all('AWS::WAFRegional::WebACLAssociation')) {
    if (String(properties.ResourceArn).endsWith(suffix)) problems.refuseApi(id, 'web ACLs of WAF Classic');
  }
  const associations = api.all('AWS::WAFv2::WebACLAssociation');
  for (const { id } of associations.filter((association) => mayBeAnyStage(association, api))) {
    problems.refuseApi(id, 'what this web ACL is associated with is not known without AWS');
  }
  const own = associations.filter(({ properties }) => String(properties.ResourceArn).endsWith(suffix));
  if (own.length === 0) return undefined;
  if (own.length > 1) problems.refuseApi(own[1].id, 'a second web ACL for the same stage');
  const { webAcl, findings } = buildWebAcl(api.stack, String(own[0].properties.WebACLArn), assumed === 'allows');
  problems.add(findings);
  return webAcl;
}

/** An unknown ARN may name this stage, unless it is that of another resource of the assembly. */
function mayBeAnyStage({ properties }: ResolvedResource, api: ApiResources): boolean {
  const arn = String(properties.ResourceArn);
  if (!isUnresolved(arn)) return false;
  if (arn.includes('/restapis/')) return true;
  const owner = /unresolved\(([A-Za-z0-9]+)\.[^)]*\)/.exec(UNRESOLVED.exec(arn)?.[0] ?? '')?.[1];
  return !api.stack.resources.some(({ id }) => owner !== undefined && `/${id}`.endsWith(`/${owner}`));
}
