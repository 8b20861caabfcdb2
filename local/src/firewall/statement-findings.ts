import type { Finding } from '../model/api-model';
import type { StatementModel } from './statement-model';

/**
 * What of a rule's statement is not evaluated as WAF would.
 *
 * @param guards whether the rule refuses requests of which it cannot tell whether it matches them
 */
export function statementFindings(rule: string, statement: StatementModel, guards: boolean): readonly Finding[] {
  const finding = (what: string, effect: Finding['effect']): Finding => ({ subject: rule, what, effect });
  const ofDoubt = guards ? 'refused' : 'declared';
  switch (statement.type) {
    case 'and':
    case 'or':
      return statement.statements.flatMap((part) => statementFindings(rule, part, guards));
    case 'not':
      return statementFindings(rule, statement.statement, guards);
    case 'rateBased':
      return statement.scopeDown ? statementFindings(rule, statement.scopeDown, guards) : [];
    case 'managed':
      return [finding(`managed rule group ${statement.name} is not simulated`, 'declared')];
    case 'labelMatch': {
      if (!statement.key.startsWith('awswaf:managed:')) return [];
      const what = `labels of managed rule groups are never added, so ${statement.key} is never there`;
      return [finding(what, 'declared')];
    }
    case 'geoMatch': {
      const what = statement.forwarded
        ? `the country of the address in ${statement.forwarded.headerName} is not known`
        : 'the country of a request is only known where the test says it';
      return [finding(what, ofDoubt)];
    }
    case 'unknown':
      return [finding(statement.why, ofDoubt)];
    default:
      return [];
  }
}
