import type { StatementModel } from './statement-model';

/** A web ACL of the template with everything that its rules refer to put in its place; plain data. */
export interface WebAclModel {
  readonly arn: string;
  readonly name: string;
  readonly defaultAction: AllowAction | BlockAction;
  /** In the order in which they are asked. */
  readonly rules: readonly RuleModel[];
  /** How much of a body the rules can see, in bytes: 16,384 where the template says nothing. */
  readonly bodyInspectionLimit: number;
  /** Why every request is refused: the web ACL is not in the template, or is not whole. */
  readonly refusal?: string;
}

export type RuleModel = SingleRule | GroupRule;

/** A rule with a statement of its own. */
export interface SingleRule {
  readonly type: 'single';
  readonly name: string;
  readonly action: RuleAction;
  readonly statement: StatementModel;
  /** Fully qualified labels that it adds to a request which it matches. */
  readonly labels: readonly string[];
}

/** A rule that asks a rule group of the account; overridden actions are in place already. */
export interface GroupRule {
  readonly type: 'group';
  readonly name: string;
  /** What the group decides is counted only. */
  readonly countOnly: boolean;
  readonly rules: readonly SingleRule[];
}

export type RuleAction = AllowAction | BlockAction | CountAction | UnsupportedAction;

/** Headers that the request gets on its way to the API, their names with the prefix `x-amzn-waf-`. */
type InsertedHeaders = readonly (readonly [name: string, value: string])[];

export interface AllowAction {
  readonly type: 'allow';
  readonly insertHeaders: InsertedHeaders;
}

export interface BlockAction {
  readonly type: 'block';
  /** Undefined for WAF's own 403. */
  readonly response?: FirewallResponse;
}

export interface CountAction {
  readonly type: 'count';
  readonly insertHeaders: InsertedHeaders;
}

/** An action that needs a browser, or is not known; a request that the rule matches is refused. */
export interface UnsupportedAction {
  readonly type: 'unsupported';
  readonly why: string;
}

/** A custom response; WAF sends it as it is, past the API's gateway responses. */
export interface FirewallResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}
