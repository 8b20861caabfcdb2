import type { Clock } from '../chain/clock';
import type { GatewayRequest } from '../chain/gateway-request';
import { NO_HEADER, forwardedAddresses, ipSetTest, parseAddress } from './ip-match';
import type { LabelSet } from './label-set';
import { aggregateKey } from './rate-key';
import { RateCounter } from './rate-counter';
import type { RateBasedModel } from './statement-model';
import type { GeoMatchModel, StatementModel } from './statement-model';
import { sizeTest, textTest } from './text-match';
import { type TriState, all, any, not } from './tri-state';

/** A request while rules look at it. */
export interface Inspection {
  readonly request: GatewayRequest;
  readonly labels: LabelSet;
  /** Why a statement could not be answered, in words. */
  readonly doubts: string[];
  /** A header that an address is to be taken from was not there, so WAF does not apply the rule. */
  headerMissing: boolean;
}

type Test = (inspection: Inspection) => TriState;

/** What `compileStatement` needs to know of the web ACL. */
export interface CompileContext {
  /** How much of a body WAF sees, in bytes. */
  readonly bodyLimit: number;
  readonly clock: Clock;
}

/** Makes a statement ready to be asked; a rate-based one gets its counts. */
export function compileStatement(statement: StatementModel, context: CompileContext): Test {
  switch (statement.type) {
    case 'and':
      return combined(statement.statements, all, context);
    case 'or':
      return combined(statement.statements, any, context);
    case 'not':
      return negated(compileStatement(statement.statement, context));
    case 'byteMatch':
    case 'regexMatch':
      return fieldTest(textTest(statement), statement.field.type, context);
    case 'sizeConstraint':
      return fieldTest(sizeTest(statement), statement.field.type, context);
    case 'ipSet':
      return addressTest(ipSetTest(statement));
    case 'geoMatch':
      return (inspection) => matchCountry(statement, inspection);
    case 'labelMatch':
      return ({ labels, doubts }) => {
        const isLabel = statement.scope === 'LABEL';
        const state = labels[isLabel ? 'hasLabel' : 'hasNamespace'](statement.key, statement.ownPrefix);
        return doubted(
          state,
          doubts,
          `it depends on a rule that cannot be told whether the request has ${statement.key}`,
        );
      };
    case 'rateBased':
      return rateTest(statement, context);
    case 'managed':
      return () => false;
    case 'unknown':
      return ({ doubts }) => doubted('unknown', doubts, statement.why);
  }
}

/** All statements are asked, for some leave labels or counts behind. */
function combined(
  statements: readonly StatementModel[],
  combine: (states: readonly TriState[]) => TriState,
  context: CompileContext,
): Test {
  const tests = statements.map((statement) => compileStatement(statement, context));
  return (inspection) => combine(tests.map((test) => test(inspection)));
}

/** A rule that WAF does not apply does not match either way. */
function negated(test: Test): Test {
  return (inspection) => {
    const state = not(test(inspection));
    if (!inspection.headerMissing || state === false) return state;
    return doubted('unknown', inspection.doubts, 'the header with the address is missing');
  };
}

function fieldTest(
  test: (request: GatewayRequest, bodyLimit: number) => TriState,
  field: string,
  { bodyLimit }: CompileContext,
): Test {
  return ({ request, doubts }) =>
    doubted(test(request, bodyLimit), doubts, `how WAF reads the ${field} of this request is not documented`);
}

function addressTest(test: (request: GatewayRequest) => TriState | typeof NO_HEADER): Test {
  return (inspection) => {
    const state = test(inspection.request);
    if (state !== NO_HEADER) return doubted(state, inspection.doubts, 'the address cannot be read');
    inspection.headerMissing = true;
    return false;
  };
}

/** WAF labels every request with its country, matching or not. Only the country is known here, never the region. */
function matchCountry({ countryCodes, forwarded }: GeoMatchModel, inspection: Inspection): TriState {
  const { request, labels, doubts } = inspection;
  if (forwarded === undefined) {
    labels.addPossibleNamespace('awswaf:clientip:geo:region:');
    if (request.country !== undefined) {
      labels.add(`awswaf:clientip:geo:country:${request.country.toUpperCase()}`);
      return countryCodes.includes(request.country.toUpperCase());
    }
    labels.addPossibleNamespace('awswaf:clientip:geo:country:');
    return doubted('unknown', doubts, 'the country of the request is not known');
  }
  const [first] = forwardedAddresses(request, forwarded.headerName) ?? [];
  if (first === undefined) {
    inspection.headerMissing = true;
    return false;
  }
  if (parseAddress(first) === undefined) return forwarded.fallback;
  labels.addPossibleNamespace('awswaf:forwardedip:geo:');
  return doubted('unknown', doubts, `the country of the address in ${forwarded.headerName} is not known`);
}

/**
 * A request over the limit is counted as well, so a flood stays blocked until it ebbs. One that may or may not be in the
 * scope is counted, too.
 */
function rateTest(statement: RateBasedModel, context: CompileContext): Test {
  const counter = new RateCounter(statement.windowSeconds, context.clock);
  const scope = statement.scopeDown && compileStatement(statement.scopeDown, context);
  return (inspection) => {
    const inScope = scope?.(inspection) ?? true;
    if (inScope === false) return false;
    const found = aggregateKey(statement.keys, inspection.request, inspection.labels);
    if (typeof found === 'object') return counter.count(found.key) > statement.limit && inScope;
    return doubted(all([inScope, found]), inspection.doubts, 'what the request is counted under is not known');
  };
}

function doubted(state: TriState, doubts: string[], why: string): TriState {
  if (state === 'unknown') doubts.push(why);
  return state;
}
