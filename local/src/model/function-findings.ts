import { whyUnavailable } from '../functions/function-code';
import type { FunctionModel } from './function-model';
import { unqualifiedArn } from './lambda-uri';
import type { ModelProblems } from './model-problems';
import type { RouteModel } from './route-model';

/** Says which functions that routes need cannot be run here; calls to them are refused one by one. */
export function reportFunctions(
  routes: readonly RouteModel[],
  functions: ReadonlyMap<string, FunctionModel>,
  problems: ModelProblems,
): void {
  const reported = new Set<string>();
  for (const { authorization, integration } of routes) {
    for (const [arn, role] of [
      [authorization.type === 'LAMBDA' ? authorization.authorizer.functionArn : undefined, 'authorizer'],
      [integration.type === 'LAMBDA_PROXY' ? integration.functionArn : undefined, 'integration'],
    ]) {
      if (arn === undefined || reported.has(arn)) continue;
      reported.add(arn);
      const model = functions.get(unqualifiedArn(arn));
      const why = model === undefined ? `function ${arn} is not in the assembly` : whyUnavailable(model);
      if (why !== undefined) problems.refuse(model?.id ?? arn, `${role}: ${why}`);
    }
  }
}
