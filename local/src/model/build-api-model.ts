import { AssemblyError } from '../assembly/assembly-error';
import type { ResolvedResource, ResolvedStack } from '../assembly/resolved-stack';
import { apiKeyModels, randomApiKey } from './api-key-models';
import type { Assumptions } from './assumptions';
import type { ApiModel } from './api-model';
import { ApiResources } from './api-resources';
import { domainModels } from './domain-models';
import { reportFunctions } from './function-findings';
import { functionModels } from './function-models';
import { gatewayResponseModels } from './gateway-response-models';
import { reportUnknownProperties } from './known-properties';
import { mergeRoutes } from './merge-routes';
import { methodRoutes } from './method-routes';
import { ModelProblems } from './model-problems';
import { openApiBody } from './open-api-body';
import { reportOtherResources } from './other-resources';
import { textOf } from './property-values';
import { restApiSettings } from './rest-api-settings';
import { reportRoutes } from './route-findings';
import { stageModel } from './stage-model';
import { tableModels } from './table-models';
import { usagePlanModels } from './usage-plan-models';
import { webAclOfStage } from './web-acl-of-stage';

/** Options of `buildApiModel`. */
export interface ApiModelOptions {
  /**
   * Id of the RestApi in the stack's resources.
   *
   * @default - the only one
   */
  readonly api?: string;

  /**
   * Name of the stage.
   *
   * @default - the only one of the API
   */
  readonly stage?: string;

  /**
   * Makes the value of an API key that the template gives none.
   *
   * @default - 40 random letters and digits
   */
  readonly generateApiKey?: () => string;

  /**
   * What is taken for granted.
   *
   * @default - nothing
   */
  readonly assume?: Assumptions;
}

/**
 * Builds what the chain works with. A route that something guards which cannot be evaluated has a `refusal`.
 *
 * @throws AssemblyError if it is not clear what is to be served
 */
export function buildApiModel(stack: ResolvedStack, options: ApiModelOptions = {}): ApiModel {
  const restApi = chooseRestApi(stack, options.api);
  const { account, region, partition } = stack;
  const { assume = {} } = options;
  const api = new ApiResources(stack, restApi);
  const problems = new ModelProblems();
  const stage = stageModel(api, options.stage, problems);
  const body = openApiBody(api, { stageVariables: stage.variables, region, account, partition });
  problems.add(body?.findings ?? []);
  const settings = restApiSettings(api, body, problems);
  const webAcl = webAclOfStage(api, stage.name, problems, assume);
  const usagePlans = usagePlanModels(
    api,
    stage.name,
    apiKeyModels(api, options.generateApiKey ?? randomApiKey, problems),
    problems,
  );
  const functions = functionModels(stack);
  const ownRoutes = methodRoutes(api, stage.variables, problems);
  reportUnknownProperties(api, problems);
  reportOtherResources(api, problems);
  const routes = mergeRoutes([...(body?.routes ?? []), ...ownRoutes], problems);
  reportFunctions(routes, functions, problems);
  reportRoutes(routes, problems);
  const gatewayResponses = [...(body?.gatewayResponses ?? []), ...gatewayResponseModels(api, problems)];
  const domains = domainModels(api, stage.name, problems, assume);
  const tables = tableModels(stack, problems);
  return {
    id: restApi.id,
    stackName: stack.name,
    apiId: api.apiId,
    name: textOf(restApi.properties.Name) ?? restApi.id,
    account,
    region,
    partition,
    ...settings,
    routes,
    gatewayResponses: new Map(gatewayResponses.map((response) => [response.responseType, response])),
    stage,
    domains,
    usagePlans,
    webAcl,
    functions,
    tables,
    findings: problems.findings,
  };
}

function chooseRestApi({ name, resources }: ResolvedStack, id: string | undefined): ResolvedResource {
  const apis = resources.filter(({ type }) => type === 'AWS::ApiGateway::RestApi');
  const found = id === undefined ? apis : apis.filter((api) => api.id === id);
  if (found.length === 1) return found[0];
  const ids = apis.map((api) => api.id).join(', ');
  if (apis.length === 0) {
    throw new AssemblyError(
      'ApiMissing',
      `stack ${name} has no AWS::ApiGateway::RestApi`,
      'only REST APIs can be served',
    );
  }
  throw id === undefined
    ? new AssemblyError('ApiAmbiguous', `stack ${name} has several REST APIs: ${ids}`, '`api` must be the id of one')
    : new AssemblyError('ApiUnknown', `stack ${name} has no REST API ${id}`, `it has ${ids}`);
}
