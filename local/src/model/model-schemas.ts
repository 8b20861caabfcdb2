import { isJsonObject, type JsonObject } from '../assembly/json-file';
import { isUnresolved } from '../assembly/resolved-stack';
import type { ApiResources } from './api-resources';

/** A model's schema, or why it is not known. */
export type SchemaReading = { readonly schema: unknown } | { readonly why: string };

/** Every REST API has these two. */
const BUILT_IN: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['Empty', {}],
  [
    'Error',
    {
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: 'Error Schema',
      type: 'object',
      properties: { message: { type: 'string' } },
    },
  ],
]);

/** How one model of an API names another. */
const MODEL_URL = /^https:\/\/apigateway\.amazonaws\.com(?:\.cn)?\/restapis\/[^/]+\/models\/([A-Za-z0-9]+)(?:#(.*))?$/;

/** Reads a model by its name; the models that it refers to go into its `definitions`. */
export function readModel(name: unknown, api: ApiResources): SchemaReading {
  if (typeof name !== 'string' || isUnresolved(name)) return { why: `its model ${String(name)} is not known` };
  const root = ownSchema(name, api);
  if ('why' in root || !isJsonObject(root.schema)) return root;
  const definitions = new Map<string, unknown>();
  const missing: string[] = [];
  const take = (other: string): void => {
    if (definitions.has(other)) return;
    const read = ownSchema(other, api);
    if ('why' in read) return void missing.push(read.why);
    definitions.set(other, undefined);
    definitions.set(other, relocate(read.schema, `#/definitions/${definitionName(other)}`, take));
  };
  const schema = relocate(root.schema, '#', take) as JsonObject;
  if (missing.length > 0) return { why: missing.join('; ') };
  if (definitions.size === 0) return { schema };
  const own = isJsonObject(schema.definitions) ? schema.definitions : {};
  const others = Object.fromEntries([...definitions].map(([other, value]) => [definitionName(other), value]));
  return { schema: { ...schema, definitions: { ...own, ...others } } };
}

function definitionName(model: string): string {
  return `model:${model}`;
}

function ownSchema(name: string, api: ApiResources): SchemaReading {
  const model = api.referred('AWS::ApiGateway::Model', name);
  if (model === undefined) {
    return BUILT_IN.has(name) ? { schema: BUILT_IN.get(name) } : { why: `its model ${name} is not in the assembly` };
  }
  const { Schema: schema } = model.properties;
  if (schema === undefined || isUnresolved(schema)) {
    return { why: `the schema of its model ${model.id} is not known without AWS` };
  }
  if (typeof schema !== 'string') return { schema };
  try {
    return { schema: JSON.parse(schema) as unknown };
  } catch {
    return { why: `the schema of its model ${model.id} is not JSON` };
  }
}

/** Points the references of a schema that lies at `place` to where things are now. */
function relocate(value: unknown, place: string, take: (model: string) => void): unknown {
  if (Array.isArray(value)) return value.map((element) => relocate(element, place, take));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key === 'enum') return [key, member];
      if (key !== '$ref' || typeof member !== 'string') return [key, relocate(member, place, take)];
      const [, model, pointer = ''] = MODEL_URL.exec(member) ?? [];
      if (model === undefined) return [key, member.startsWith('#') ? `${place}${member.slice(1)}` : member];
      take(model);
      return [key, `#/definitions/${definitionName(model)}${pointer}`];
    }),
  );
}
