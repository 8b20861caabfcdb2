import { isUnresolved } from '../assembly/resolved-stack';
import type { PolicyDocument, PolicyStatement } from '../model/api-model';
import type { Invocation, PolicyDecision } from './policy-decision';
import { evaluateSpellings } from './path-spellings';
import { conditionsHold } from './policy-conditions';
import { matchesResource } from './resource-match';
import { every, not, some, type Truth } from './truth';
import { matchesWildcard } from './wildcard';

const INVOKE = 'execute-api:invoke';

/**
 * Asks a policy whether the method may be invoked. An Allow that cannot be evaluated does not allow, a Deny that
 * cannot be evaluated denies.
 *
 * @param principalMatches whether a statement is about the caller; by default, that of an authorizer's policy, which
 * is about its caller and names no principal
 */
export function evaluatePolicy(
  policy: PolicyDocument,
  invocation: Invocation,
  principalMatches: (statement: PolicyStatement) => Truth = namesNoPrincipal,
): PolicyDecision {
  return evaluateSpellings(invocation, (spelled) => evaluateAs(policy, spelled, principalMatches));
}

function evaluateAs(
  policy: PolicyDocument,
  invocation: Invocation,
  principalMatches: (statement: PolicyStatement) => Truth,
): PolicyDecision {
  let allowed = false;
  for (const statement of policy.Statement) {
    const applies = every([
      principalMatches(statement),
      actionMatches(statement),
      resourceMatches(statement, invocation),
      conditionsHold(statement.Condition, invocation.request),
    ]);
    if (statement.Effect !== 'Allow' && applies !== false) return 'deny';
    if (statement.Effect === 'Allow' && applies === true) allowed = true;
  }
  return allowed ? 'allow' : 'neither';
}

function namesNoPrincipal({ Principal, NotPrincipal }: PolicyStatement): Truth {
  return Principal === undefined && NotPrincipal === undefined ? true : 'unknown';
}

function actionMatches({ Action, NotAction }: PolicyStatement): Truth {
  if (Action !== undefined) return namesInvoke(Action);
  return NotAction === undefined ? 'unknown' : not(namesInvoke(NotAction));
}

/** The names of actions have no case. */
function namesInvoke(actions: string | readonly string[]): Truth {
  const matches = (action: string): Truth =>
    isUnresolved(action) ? 'unknown' : matchesWildcard(action.toLowerCase(), INVOKE);
  return some([actions].flat().map(matches));
}

function resourceMatches({ Resource, NotResource }: PolicyStatement, { methodArn, givenArn }: Invocation): Truth {
  if (Resource !== undefined) {
    const isGiven = givenArn !== undefined && [Resource].flat().includes(givenArn);
    return isGiven ? matchesResource(Resource, givenArn) : matchesResource(Resource, methodArn);
  }
  return NotResource === undefined ? 'unknown' : not(matchesResource(NotResource, methodArn));
}
