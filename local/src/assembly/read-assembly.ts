import { chooseApi } from './api-choice';
import { AssemblyError } from './assembly-error';
import { AssemblyStacks } from './assembly-stacks';
import { resolveResources, unresolvedFindings } from './resolve-resources';
import type { ResolvedStack } from './resolved-stack';
import { readStackArtifacts } from './stack-artifact';
import { StackSecrets } from './stack-secrets';

/** Options of `readAssembly`. */
export interface AssemblyOptions {
  /**
   * Name or construct path of the stack, where several have a REST API.
   *
   * @default - the only one with a REST API
   */
  readonly stack?: string;

  /**
   * Logical id of the REST API, or construct path of it or of a construct around it, `Orders/Api`.
   *
   * @default - the only one
   */
  readonly api?: string;

  /**
   * 12 digits.
   *
   * @default - the account of the stack where it is literal, 123456789012 otherwise
   */
  readonly account?: string;

  /** @default - the region of the stack where it is literal, us-east-1 otherwise */
  readonly region?: string;

  /**
   * Values of template parameters, by name; of a parameter of the Parameter Store, its value there.
   *
   * @default - their defaults
   */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** The stack of an assembly that has the API, and which API it is. */
export interface AssemblyApi {
  /** With the resources of the stacks that share exports with it, their ids below the stack's name: `Network/Vpc`. */
  readonly stack: ResolvedStack;
  /** Id of the RestApi in `stack.resources`. */
  readonly api: string;
}

/**
 * Reads a cloud assembly, resolves its intrinsic functions and finds the REST API that is meant.
 *
 * @param directory `cdk.out`, or the path of a template in JSON
 * @throws AssemblyError that says what was got and what is allowed
 */
export function readAssembly(directory: string, options: AssemblyOptions = {}): AssemblyApi {
  const artifacts = readStackArtifacts(directory);
  if (artifacts.length === 0) {
    throw new AssemblyError('StackMissing', `${directory} has no stack`, 'it must hold one with a REST API');
  }
  const stacks = new AssemblyStacks(artifacts, options);
  const { artifact, restApi } = chooseApi(directory, stacks, options);
  const connected = stacks.connectedTo(artifact);
  const secrets = new StackSecrets([artifact, ...connected].map((each) => stacks.scopeOf(each)));
  const resources = [
    ...resolveResources(stacks.scopeOf(artifact), '', refuse, secrets),
    ...connected.flatMap((other) => resolveResources(stacks.scopeOf(other), `${other.name}/`, refuse, secrets)),
  ];
  const { account, region, partition } = stacks.scopeOf(artifact).source.environment;
  return {
    api: restApi.id,
    stack: {
      name: artifact.name,
      account,
      region,
      partition,
      resources,
      assets: new Map([artifact, ...connected].flatMap(({ assets }) => [...assets])),
      findings: unresolvedFindings(resources),
    },
  };
}

function refuse(error: AssemblyError): never {
  throw error;
}
