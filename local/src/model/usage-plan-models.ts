import { isUnresolved, type ResolvedResource } from '../assembly/resolved-stack';
import type { ApiKeyModel, Throttle, UsagePlanModel } from './api-model';
import type { ApiResources } from './api-resources';
import type { ModelProblems } from './model-problems';
import { listOf, numberOf, recordOf, textOf } from './property-values';
import { throttleSettingsOf } from './throttle-values';

/** The usage plans of the API's stage, each with its keys. */
export function usagePlanModels(
  api: ApiResources,
  stage: string,
  keys: ReadonlyMap<string, ApiKeyModel>,
  problems: ModelProblems,
): readonly UsagePlanModel[] {
  return api.all('AWS::ApiGateway::UsagePlan').flatMap((plan) => {
    const apiStages = listOf(plan.properties.ApiStages).map(recordOf);
    const apiStage = apiStages.find(({ ApiId, Stage }) => ApiId === api.apiId && Stage === stage);
    if (apiStage === undefined) return [];
    if (isUnresolved([plan.properties.Throttle, plan.properties.Quota, apiStage.Throttle])) {
      problems.refuseApi(plan.id, 'limits of the usage plan are not known without AWS');
    }
    return [usagePlanModel(plan, apiStage, keysOf(api, plan, keys, problems))];
  });
}

function usagePlanModel(
  { id, ref, properties }: ResolvedResource,
  apiStage: Readonly<Record<string, unknown>>,
  keys: readonly ApiKeyModel[],
): UsagePlanModel {
  return {
    id: ref,
    name: textOf(properties.UsagePlanName) ?? id,
    throttle: throttleSettingsOf(properties.Throttle),
    quota: quotaOf(properties.Quota),
    methodThrottles: Object.fromEntries(
      Object.entries(recordOf(apiStage.Throttle)).flatMap(([method, value]): [string, Throttle][] => {
        const throttle = throttleSettingsOf(value);
        return throttle === undefined ? [] : [[method, throttle]];
      }),
    ),
    keys,
  };
}

function quotaOf(value: unknown): UsagePlanModel['quota'] {
  const { Limit, Period, Offset } = recordOf(value);
  const limit = numberOf(Limit);
  if (limit === undefined || (Period !== 'DAY' && Period !== 'WEEK' && Period !== 'MONTH')) return undefined;
  return { limit, period: Period, offset: numberOf(Offset) ?? 0 };
}

function keysOf(
  api: ApiResources,
  plan: ResolvedResource,
  keys: ReadonlyMap<string, ApiKeyModel>,
  problems: ModelProblems,
): readonly ApiKeyModel[] {
  return api
    .all('AWS::ApiGateway::UsagePlanKey')
    .filter(({ properties }) => properties.UsagePlanId === plan.ref)
    .flatMap(({ id, properties }) => {
      const key = keys.get(String(properties.KeyId));
      if (key === undefined) problems.refuse(id, 'the API key is not in the assembly');
      return key ?? [];
    });
}
