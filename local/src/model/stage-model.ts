import { AssemblyError } from '../assembly/assembly-error';
import { isUnresolved } from '../assembly/resolved-stack';
import type { MethodSetting, StageModel } from './api-model';
import type { ApiResources } from './api-resources';
import type { ModelProblems } from './model-problems';
import { flagOf, listOf, recordOf, textOf, textRecordOf } from './property-values';
import { throttleOf } from './throttle-values';

interface StageSource {
  readonly id: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Reads the stage that is served. */
export function stageModel(api: ApiResources, chosen: string | undefined, problems: ModelProblems): StageModel {
  const { id, name, properties } = chooseStage(api, chosen);
  reportStage(id, properties, problems);
  return {
    name,
    variables: textRecordOf(properties.Variables),
    deploymentId: textOf(properties.DeploymentId) ?? '',
    methodSettings: listOf(properties.MethodSettings).map(recordOf).map(methodSetting),
    accessLogFormat: textOf(recordOf(properties.AccessLogSetting).Format),
    tracing: flagOf(properties.TracingEnabled) ?? false,
  };
}

function chooseStage(api: ApiResources, chosen: string | undefined): StageSource {
  const stages = [...stageResources(api), ...stagesOfDeployments(api)];
  const names = stages.map(({ name }) => name).join(', ');
  const subject = `REST API ${api.restApi.id}`;
  if (stages.length === 0) {
    throw new AssemblyError('StageMissing', `${subject} has no stage`, 'it must have one in the assembly');
  }
  const found = chosen === undefined ? stages : stages.filter(({ name }) => name === chosen);
  if (found.length === 1) return found[0];
  if (found.length === 0) {
    throw new AssemblyError('StageUnknown', `${subject} has no stage ${chosen}`, `it has ${names}`);
  }
  throw new AssemblyError(
    'StageAmbiguous',
    `${subject} has several stages: ${names}`,
    '`stage` must be the name of one',
  );
}

function stageResources(api: ApiResources): readonly StageSource[] {
  return api.own('AWS::ApiGateway::Stage').map(({ id, ref, properties }) => ({ id, name: ref, properties }));
}

/** A deployment with a `StageName` makes the stage itself, with settings for all methods beside those of single ones. */
function stagesOfDeployments(api: ApiResources): readonly StageSource[] {
  return api.own('AWS::ApiGateway::Deployment').flatMap(({ id, ref, properties }) => {
    const name = textOf(properties.StageName);
    if (name === undefined) return [];
    const description = recordOf(properties.StageDescription);
    const forAll = { ...description, ResourcePath: '/*', HttpMethod: '*' };
    const methodSettings = [forAll, ...listOf(description.MethodSettings)];
    return [{ id, name, properties: { ...description, MethodSettings: methodSettings, DeploymentId: ref } }];
  });
}

function methodSetting(setting: Readonly<Record<string, unknown>>): MethodSetting {
  return {
    resourcePath: settingPath(textOf(setting.ResourcePath) ?? '/*'),
    httpMethod: (textOf(setting.HttpMethod) ?? '*').toUpperCase(),
    throttle: throttleOf(setting.ThrottlingRateLimit, setting.ThrottlingBurstLimit),
  };
}

/** `/~1orders~1{id}` is the JSON pointer of `/orders/{id}`; without escapes it is the path itself. */
function settingPath(written: string): string {
  const path = written.replaceAll('~1', '/').replaceAll('~0', '~').replace(/^\/+/, '/');
  return path.startsWith('/') ? path : `/${path}`;
}

function reportStage(id: string, properties: Readonly<Record<string, unknown>>, problems: ModelProblems): void {
  const settings = listOf(properties.MethodSettings).map(recordOf);
  if (isUnresolved(properties.MethodSettings) || isUnresolved(properties.StageName)) {
    problems.refuseApi(id, 'name or method settings of the stage are not known without AWS');
  }
  if (isUnresolved(properties.Variables)) problems.declare(id, 'some stage variables are not known without AWS');
  if (isUnresolved(recordOf(properties.AccessLogSetting).Format)) {
    problems.declare(id, 'the format of the access log is not known without AWS');
  }
  if (properties.CanarySetting !== undefined) problems.declare(id, 'canary: all requests go to the main deployment');
  if (properties.ClientCertificateId !== undefined) {
    problems.declare(id, 'client certificate: integrations do not see it');
  }
  const caches = [properties, ...settings].some(
    ({ CacheClusterEnabled, CachingEnabled }) =>
      flagOf(CacheClusterEnabled) === true || flagOf(CachingEnabled) === true,
  );
  if (caches) problems.declare(id, 'cache: every request goes to its integration');
}
