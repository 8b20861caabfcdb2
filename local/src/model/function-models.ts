import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isUnresolved, type ResolvedResource, type ResolvedStack } from '../assembly/resolved-stack';
import type { FunctionCode, FunctionModel } from './function-model';
import { listOf, numberOf, recordOf, textOf } from './property-values';

/** The stack's Lambda functions by ARN, without a version or alias. */
export function functionModels(stack: ResolvedStack): ReadonlyMap<string, FunctionModel> {
  return new Map(
    stack.resources
      .filter(({ type }) => type === 'AWS::Lambda::Function')
      .map((resource) => functionModel(resource, stack))
      .map((model) => [model.arn, model]),
  );
}

function functionModel(resource: ResolvedResource, stack: ResolvedStack): FunctionModel {
  const { id, ref, properties } = resource;
  const variables = Object.entries(recordOf(recordOf(properties.Environment).Variables));
  return {
    id,
    name: ref,
    arn: `arn:${stack.partition}:lambda:${stack.region}:${stack.account}:function:${ref}`,
    runtime: textOf(properties.Runtime) ?? '',
    handler: textOf(properties.Handler) ?? '',
    environment: Object.fromEntries(variables.map(([name, value]) => [name, String(value)])),
    timeoutSeconds: numberOf(properties.Timeout) ?? 3,
    memorySize: numberOf(properties.MemorySize) ?? 128,
    code: codeOf(resource, stack),
  };
}

function codeOf({ properties, metadata, directory }: ResolvedResource, stack: ResolvedStack): FunctionCode {
  const code = recordOf(properties.Code);
  if (code.ImageUri !== undefined || properties.PackageType === 'Image') return unavailable('it is a container image');
  const runtime = textOf(properties.Runtime);
  if (runtime === undefined || !runtime.startsWith('nodejs')) {
    return unavailable(`its runtime is ${runtime ?? 'not known'}, and only Node.js is run here`);
  }
  if (listOf(properties.Layers).length > 0 || isUnresolved(properties.Layers)) return unavailable('it uses layers');
  if (textOf(properties.Handler) === undefined) return unavailable('its handler is not known');
  if (code.ZipFile !== undefined) {
    const source = textOf(code.ZipFile);
    return source === undefined ? unavailable('its code is not known without AWS') : { type: 'inline', source };
  }
  const published = stack.assets?.get(String(code.S3Key));
  const asset = metadata['aws:asset:path'];
  const path = published ?? (typeof asset === 'string' ? resolve(directory, asset) : undefined);
  if (path === undefined) return unavailable('its code is not in the assembly');
  if (!existsSync(path)) return unavailable(`its code ${path} does not exist`);
  if (!statSync(path).isDirectory()) return unavailable(`its code ${path} is an archive, not a folder`);
  return { type: 'directory', path };
}

function unavailable(why: string): FunctionCode {
  return { type: 'unavailable', why };
}
