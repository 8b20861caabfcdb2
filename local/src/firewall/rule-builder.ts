import { isUnresolved } from '../assembly/resolved-stack';
import { buildAction } from './action-builder';
import { type BuildScope, Unreadable, required } from './build-scope';
import { statementFindings } from './statement-findings';
import { buildStatement } from './statement-builder';
import { type TemplateObject, listOf, numberOf, objectOf, textOf } from './template-value';
import { findByArn, wafName } from './waf-resource';
import type { GroupRule, RuleAction, RuleModel, SingleRule } from './web-acl-model';

/** Actions by which a web ACL replaces those of a group's rules, by the rule's name. */
type Overrides = ReadonlyMap<string, RuleAction>;

/**
 * Reads the rules of a web ACL into their order.
 *
 * @throws Unreadable if not even the order is known
 */
export function buildRules(value: unknown, scope: BuildScope): readonly RuleModel[] {
  return ordered(value).map((rule) => {
    const name = nameOf(rule);
    const statement = objectOf(rule.Statement) ?? {};
    const group = objectOf(statement.RuleGroupReferenceStatement);
    if (group !== undefined) return groupRule(name, rule, group, scope);
    // A managed group decides by its own actions; here it never matches, so none is needed.
    const action = 'ManagedRuleGroupStatement' in statement ? { Count: {} } : rule.Action;
    return singleRule(name, rule, buildAction(action, scope), scope);
  });
}

function ordered(value: unknown): readonly TemplateObject[] {
  const rules = required(listOf(value ?? []), 'its rules cannot be read').map((rule) => objectOf(rule) ?? {});
  return [...rules].sort((a, b) => priorityOf(a) - priorityOf(b));
}

function priorityOf(rule: TemplateObject): number {
  return required(numberOf(rule.Priority), 'a rule has no priority');
}

function nameOf(rule: TemplateObject): string {
  return required(textOf(rule.Name), 'a rule has no name');
}

function singleRule(name: string, rule: TemplateObject, action: RuleAction, scope: BuildScope): SingleRule {
  const statement = buildStatement(rule.Statement, scope);
  const guards = action.type === 'block' || action.type === 'unsupported';
  scope.findings.push(...statementFindings(name, statement, guards));
  if (action.type === 'unsupported') scope.findings.push({ subject: name, what: action.why, effect: 'refused' });
  const labels = (listOf(rule.RuleLabels) ?? []).map((label) =>
    required(textOf(objectOf(label)?.Name), `a label of the rule ${name} has no name`),
  );
  return { type: 'single', name, action, statement, labels: labels.map((label) => scope.labelPrefix + label) };
}

function groupRule(name: string, rule: TemplateObject, reference: TemplateObject, scope: BuildScope): RuleModel {
  try {
    const override = objectOf(rule.OverrideAction) ?? {};
    return { type: 'group', name, countOnly: 'Count' in override, rules: groupRules(name, reference, scope) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    scope.findings.push({ subject: name, what: error.message, effect: 'refused' });
    return {
      type: 'single',
      name,
      action: { type: 'block' },
      statement: { type: 'unknown', why: error.message },
      labels: [],
    };
  }
}

function groupRules(name: string, reference: TemplateObject, scope: BuildScope): GroupRule['rules'] {
  if (isUnresolved(reference)) throw new Unreadable('its rule group cannot be resolved');
  const found = findByArn(scope.stack, 'AWS::WAFv2::RuleGroup', String(reference.Arn));
  const group = required(found, 'its rule group is not in the template');
  const inner: BuildScope = {
    ...scope,
    labelPrefix: `awswaf:${scope.stack.account}:rulegroup:${wafName(group)}:`,
    responseBodies: objectOf(group.properties.CustomResponseBodies) ?? {},
  };
  const overrides = overridesOf(reference, scope);
  const rules = ordered(group.properties.Rules);
  const stray = [...overrides.keys()].find((own) => !rules.some((rule) => rule.Name === own));
  if (stray !== undefined) throw new Unreadable(`its rule group has no rule ${stray}`);
  return rules.map((rule) => {
    const own = nameOf(rule);
    const action = overrides.get(own) ?? buildAction(rule.Action, inner);
    const model = singleRule(`${name}/${own}`, rule, action, inner);
    return { ...model, name: own };
  });
}

function overridesOf(reference: TemplateObject, scope: BuildScope): Overrides {
  const excluded = (listOf(reference.ExcludedRules) ?? []).map((item) => nameOf(objectOf(item) ?? {}));
  const overridden = (listOf(reference.RuleActionOverrides) ?? []).map((item) => objectOf(item) ?? {});
  return new Map<string, RuleAction>([
    ...excluded.map((name): [string, RuleAction] => [name, { type: 'count', insertHeaders: [] }]),
    ...overridden.map((item): [string, RuleAction] => [nameOf(item), buildAction(item.ActionToUse, scope)]),
  ]);
}
