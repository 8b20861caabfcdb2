import type { Clock } from '../chain/clock';
import type { GatewayRequest } from '../chain/gateway-request';
import { LabelSet } from './label-set';
import { type CompileContext, type Inspection, compileStatement } from './statement-evaluator';
import type { TriState } from './tri-state';
import type { BlockAction, SingleRule, WebAclModel } from './web-acl-model';

/** What a web ACL makes of a request. */
export type FirewallVerdict =
  | (Traces & {
      readonly action: 'allow';
      /** The rule that allowed it; undefined where the default did. */
      readonly rule?: string;
      /** Headers to set on the request, in place of any of the same name. */
      readonly insertedHeaders: readonly Header[];
    })
  | (Traces & {
      readonly action: 'block';
      readonly rule: string;
      /** A custom response, which WAF sends as it is; without one the API answers with its `WAF_FILTERED`. */
      readonly response?: { readonly status: number; readonly headers: readonly Header[]; readonly body: Buffer };
    })
  /** It cannot be told what WAF would do. */
  | { readonly action: 'refuse'; readonly rule: string; readonly why: string };

type Header = readonly [name: string, value: string];

interface Traces {
  /** Fully qualified, in the order in which they were added. */
  readonly labels: readonly string[];
  /** Names of the rules that matched and only count. */
  readonly counted: readonly string[];
}

/** Name that WAF gives the default action in its logs. */
const DEFAULT_ACTION = 'Default_Action';

interface CompiledRule {
  readonly model: SingleRule;
  readonly test: (inspection: Inspection) => TriState;
}

interface CompiledGroup {
  readonly name: string;
  readonly countOnly: boolean;
  readonly rules: readonly CompiledRule[];
}

interface State extends Inspection {
  readonly counted: string[];
  readonly inserted: Map<string, Header>;
}

/** Where a rule ends the evaluation, or may: without a verdict the rules behind it decide. */
interface Ending {
  readonly verdict?: FirewallVerdict;
  readonly certain: boolean;
}

/**
 * Evaluates a web ACL. It never lets pass what it cannot evaluate: a blocking rule that may match refuses the request, and
 * an allowing one that may match does not allow it. It counts requests, so one instance must see all of them.
 */
export class WebAcl {
  private readonly rules: readonly (CompiledRule | CompiledGroup)[];

  public constructor(
    private readonly model: WebAclModel,
    clock: Clock,
  ) {
    const context = { bodyLimit: model.bodyInspectionLimit, clock };
    this.rules = model.rules.map((rule) =>
      rule.type === 'single'
        ? compileRule(rule, context)
        : { ...rule, rules: rule.rules.map((own) => compileRule(own, context)) },
    );
  }

  public inspect(request: GatewayRequest): FirewallVerdict {
    const { name, refusal, defaultAction } = this.model;
    if (refusal !== undefined) return { action: 'refuse', rule: name, why: refusal };
    const labels = new LabelSet();
    const state: State = { request, labels, doubts: [], headerMissing: false, counted: [], inserted: new Map() };
    for (const rule of this.rules) {
      const ending = 'model' in rule ? runRule(rule, rule.model.name, state) : runGroup(rule, state);
      if (ending?.verdict) return ending.verdict;
    }
    if (defaultAction.type === 'block') return blocked(defaultAction, DEFAULT_ACTION, state);
    insertHeaders(state, defaultAction.insertHeaders);
    return allowed(undefined, state);
  }
}

function compileRule(model: SingleRule, context: CompileContext): CompiledRule {
  return { model, test: compileStatement(model.statement, context) };
}

/** What a group decides is only counted if the web ACL says so; the group's own rules do not notice. */
function runGroup(group: CompiledGroup, state: State): Ending | undefined {
  if (!group.countOnly) {
    for (const rule of group.rules) {
      const ending = runRule(rule, `${group.name}/${rule.model.name}`, state);
      if (ending?.verdict) return ending;
    }
    return undefined;
  }
  // Behind a rule that may have ended the group, nothing is certain any more.
  let open = false;
  for (const rule of group.rules) {
    const ending = runRule(rule, `${group.name}/${rule.model.name}`, state, open);
    if (ending?.certain === true) {
      state.counted.push(group.name);
      return undefined;
    }
    open ||= ending !== undefined;
  }
  return undefined;
}

function runRule({ model, test }: CompiledRule, name: string, state: State, open = false): Ending | undefined {
  state.doubts.length = 0;
  state.headerMissing = false;
  const matches = test(state);
  if (matches === false) return undefined;
  const certain = matches === true && !open;
  for (const label of model.labels) {
    if (certain) state.labels.add(label);
    else state.labels.addPossible(label);
  }
  const { action } = model;
  if (action.type === 'count') {
    if (certain) {
      state.counted.push(name);
      insertHeaders(state, action.insertHeaders);
    }
    return undefined;
  }
  if (matches === 'unknown') {
    // A rule that may allow the request leaves it to the rules behind it.
    return action.type === 'allow' ? { certain } : { verdict: refused(name, state.doubts), certain };
  }
  if (action.type === 'unsupported') return { verdict: refused(name, [action.why]), certain };
  if (action.type === 'block') return { verdict: blocked(action, name, state), certain };
  insertHeaders(state, action.insertHeaders);
  return { verdict: allowed(name, state), certain };
}

/** The later of two headers with one name counts. */
function insertHeaders(state: State, headers: readonly Header[]): void {
  for (const header of headers) state.inserted.set(header[0].toLowerCase(), header);
}

function allowed(rule: string | undefined, state: State): FirewallVerdict {
  const { labels, counted, inserted } = state;
  const insertedHeaders = [...inserted.values()];
  return { action: 'allow', ...(rule !== undefined && { rule }), insertedHeaders, labels: labels.list(), counted };
}

function blocked({ response }: BlockAction, rule: string, { labels, counted }: State): FirewallVerdict {
  const sent = response && { ...response, body: Buffer.from(response.body, 'utf8') };
  return { action: 'block', rule, ...(sent && { response: sent }), labels: labels.list(), counted };
}

function refused(rule: string, doubts: readonly string[]): FirewallVerdict {
  return { action: 'refuse', rule, why: [...new Set(doubts)].join('; ') };
}
