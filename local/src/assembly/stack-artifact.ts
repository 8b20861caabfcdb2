import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AssemblyError } from './assembly-error';
import { readAssets } from './asset-index';
import { isJsonObject, readJsonObject, type JsonObject } from './json-file';

/** A stack of a cloud assembly, as its manifest describes it. */
export interface StackArtifact {
  readonly name: string;
  /** Construct path of the stack, `Prod/Orders`; its name, where it stands alone. */
  readonly path: string;
  readonly templateFile: string;
  /** Folder of the assembly, or of the stage's assembly in it. */
  readonly directory: string;
  /** Undefined where the app leaves it open. */
  readonly account?: string;
  /** Undefined where the app leaves it open. */
  readonly region?: string;
  readonly assets: ReadonlyMap<string, string>;
}

/** The stacks of a `cdk.out`, with those of its stages, or the one stack that a template file is. */
export function readStackArtifacts(path: string): readonly StackArtifact[] {
  if (!existsSync(path)) {
    throw new AssemblyError(
      'AssemblyMissing',
      `there is no ${path}`,
      'it must be the folder that `cdk synth` writes (cdk.out), or the path of a template file',
    );
  }
  if (statSync(path).isDirectory()) return readManifest(resolve(path));
  return basename(path) === 'manifest.json' ? readManifest(dirname(resolve(path))) : [templateAlone(resolve(path))];
}

function readManifest(directory: string): readonly StackArtifact[] {
  const file = join(directory, 'manifest.json');
  if (!existsSync(file)) {
    throw new AssemblyError(
      'ManifestMissing',
      `${directory} has no manifest.json`,
      'it must be the folder that `cdk synth` writes (cdk.out), or the path of a template file',
    );
  }
  const { artifacts } = readJsonObject(file);
  const entries = Object.entries(isJsonObject(artifacts) ? artifacts : {}).flatMap(([id, artifact]) =>
    isJsonObject(artifact) ? [{ id, type: artifact.type, properties: propertiesOf(artifact), artifact }] : [],
  );
  const assets = new Map(
    entries
      .filter(({ type, properties }) => type === 'cdk:asset-manifest' && typeof properties.file === 'string')
      .flatMap(({ properties }) => [...readAssets(join(directory, String(properties.file)), directory)]),
  );
  return entries.flatMap(({ id, type, properties, artifact }) => {
    if (type === 'cdk:cloud-assembly' && typeof properties.directoryName === 'string') {
      return readManifest(join(directory, properties.directoryName));
    }
    if (type !== 'aws:cloudformation:stack' || typeof properties.templateFile !== 'string') return [];
    return [
      {
        name: typeof properties.stackName === 'string' ? properties.stackName : id,
        path: constructPath(artifact) ?? id,
        templateFile: join(directory, properties.templateFile),
        directory,
        ...environment(artifact.environment),
        assets,
      },
    ];
  });
}

function propertiesOf(artifact: JsonObject): JsonObject {
  return isJsonObject(artifact.properties) ? artifact.properties : {};
}

/** `displayName` is the construct path, followed by the stack's name in parentheses where that is another one. */
function constructPath({ displayName }: JsonObject): string | undefined {
  return typeof displayName === 'string' ? displayName.replace(/ \(.*\)$/, '') : undefined;
}

/** `aws://unknown-account/eu-west-3` says only the region. */
function environment(value: unknown): Pick<StackArtifact, 'account' | 'region'> {
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(value)) ?? [];
  return {
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
  };
}

function templateAlone(templateFile: string): StackArtifact {
  const directory = dirname(templateFile);
  const name = basename(templateFile).replace(/(\.template)?\.json$/, '');
  const assetsFile = join(directory, `${name}.assets.json`);
  const assets = existsSync(assetsFile) ? readAssets(assetsFile, directory) : new Map<string, string>();
  return { name, path: name, templateFile, directory, assets };
}
