import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readAssembly, type AssemblyOptions } from '../../../local/src/assembly/read-assembly';
import type { ResolvedStack } from '../../../local/src/assembly/resolved-stack';

const folders: string[] = [];

/** A folder with these files; what is not text is written as JSON. */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-files-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export const REST_API = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } };

/** What the sections of a template come to; it has a REST API of its own, `Api`. */
export function resolvedTemplate(
  template: { readonly Resources?: Readonly<Record<string, unknown>>; readonly [section: string]: unknown },
  options: AssemblyOptions = {},
): ResolvedStack {
  const folder = folderWith({
    'Orders.template.json': { ...template, Resources: { Api: REST_API, ...template.Resources } },
  });
  return readAssembly(join(folder, 'Orders.template.json'), options).stack;
}

/** Resolves one value as a property of a resource beside others. */
export function resolvedValue(
  value: unknown,
  template: Parameters<typeof resolvedTemplate>[0] = {},
  options: AssemblyOptions = {},
): unknown {
  const Resources = { ...template.Resources, Probe: { Type: 'Test::Probe', Properties: { Value: value } } };
  const { resources } = resolvedTemplate({ ...template, Resources }, options);
  return resources.find(({ id }) => id === 'Probe')?.properties.Value;
}
