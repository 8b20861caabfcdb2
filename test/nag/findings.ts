import type { App } from 'aws-cdk-lib';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NIST80053R4Checks,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
} from 'cdk-nag';

const PACKS = [
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NIST80053R4Checks,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
];

/** Findings of all six packs over a synthesized app: how many resources each rule is unhappy with. */
export function nagFindings(app: App): { [rule: string]: number } {
  app.synth();
  const findings: { [rule: string]: number } = {};
  for (const Pack of PACKS) {
    for (const { ruleName, violatingResources } of new Pack(app).validateScope(app).violations) {
      findings[ruleName] = (findings[ruleName] ?? 0) + violatingResources.length;
    }
  }
  return Object.fromEntries(Object.entries(findings).sort());
}
