import { AssemblyError } from './assembly-error';
import type { AssemblyStacks } from './assembly-stacks';
import type { ResolvedResource } from './resolved-stack';
import type { StackArtifact } from './stack-artifact';

/** A REST API, and the stack that it is in. */
export interface ApiPlace {
  readonly artifact: StackArtifact;
  readonly restApi: ResolvedResource;
}

/** Which of the assembly's APIs is meant. */
export interface ApiChoice {
  readonly stack?: string;
  readonly api?: string;
}

/** Finds the one REST API that is meant; it never guesses between several. */
export function chooseApi(directory: string, stacks: AssemblyStacks, { stack, api }: ApiChoice): ApiPlace {
  const chosen = stack === undefined ? stacks.artifacts : [chooseStack(directory, stacks.artifacts, stack)];
  const found = chosen.flatMap((artifact) =>
    stacks
      .resourcesOf(artifact)
      .filter(({ type }) => type === 'AWS::ApiGateway::RestApi')
      .map((restApi) => ({ artifact, restApi })),
  );
  if (found.length === 0) {
    throw new AssemblyError(
      'ApiMissing',
      `${directory} has no AWS::ApiGateway::RestApi in ${list(chosen.map(({ path }) => path))}`,
      'only REST APIs can be served',
    );
  }
  const matching = api === undefined ? found : found.filter(({ restApi }) => isNamed(restApi, api));
  if (matching.length === 1) return matching[0];
  if (api !== undefined && matching.length === 0) {
    throw new AssemblyError('ApiUnknown', `${directory} has no REST API ${api}`, `it has ${list(found.map(describe))}`);
  }
  const inOneStack = new Set(matching.map(({ artifact }) => artifact)).size === 1;
  throw new AssemblyError(
    inOneStack ? 'ApiAmbiguous' : 'StackAmbiguous',
    `${directory} has several REST APIs: ${list(matching.map(describe))}`,
    inOneStack
      ? '`api` must be the logical id or the construct path of one'
      : '`stack` must be the name of the stack of one',
  );
}

function chooseStack(directory: string, artifacts: readonly StackArtifact[], stack: string): StackArtifact {
  const found = artifacts.filter(({ name, path }) => path === stack || name === stack);
  const exact = found.length === 1 ? found : found.filter(({ path }) => path === stack);
  if (exact.length === 1) return exact[0];
  const paths = list((found.length === 0 ? artifacts : found).map(({ path }) => path));
  throw found.length === 0
    ? new AssemblyError('StackUnknown', `${directory} has no stack ${stack}`, `it has ${paths}`)
    : new AssemblyError(
        'StackAmbiguous',
        `${directory} has several stacks ${stack}: ${paths}`,
        '`stack` must be the construct path of one',
      );
}

/** By logical id, with or without the nested stacks around it, or by the path of the construct or of one around it. */
function isNamed({ id, metadata }: ResolvedResource, api: string): boolean {
  const path = metadata['aws:cdk:path'];
  return (
    id === api ||
    id.endsWith(`/${api}`) ||
    (typeof path === 'string' && api.includes('/') && `${path}/`.startsWith(`${api}/`))
  );
}

function describe({ artifact, restApi }: ApiPlace): string {
  return `${restApi.id} (${artifact.path})`;
}

function list(names: readonly string[]): string {
  return names.join(', ');
}
