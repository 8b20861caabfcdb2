import { isUnresolved, type ResolvedResource, type ResolvedStack } from '../assembly/resolved-stack';
import type { ModelProblems } from './model-problems';
import { listOf, recordOf, textOf } from './property-values';
import type { KeyAttribute, KeyType, TableModel } from './table-model';

const TYPES = new Set(['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table']);

/** The stack's DynamoDB tables; one whose name or key is not clear is left out, and whoever asks for it is refused. */
export function tableModels(stack: ResolvedStack, problems: ModelProblems): readonly TableModel[] {
  return stack.resources
    .filter(({ type }) => TYPES.has(type))
    .flatMap((resource) => {
      const table = tableModel(resource, stack);
      if (table === undefined) problems.refuse(resource.id, 'the name or the key of the table is not known');
      else {
        problems.declare(
          resource.id,
          'table: it starts empty; single items only, without indexes, expiry, streams and the permissions of functions',
        );
      }
      return table ?? [];
    });
}

function tableModel({ id, ref, properties }: ResolvedResource, stack: ResolvedStack): TableModel | undefined {
  const { KeySchema: schema, AttributeDefinitions: definitions } = properties;
  if (isUnresolved([ref, schema, definitions])) return undefined;
  const attributes = Object.fromEntries(
    listOf(definitions)
      .map(recordOf)
      .map(({ AttributeName: name, AttributeType: type }) => [textOf(name) ?? '', type]),
  );
  if (!Object.values(attributes).every(isKeyType)) return undefined;
  const keys = keysOf(listOf(schema).map(recordOf), attributes as Record<string, KeyType>);
  if (keys === undefined) return undefined;
  return {
    id,
    name: ref,
    arn: `arn:${stack.partition}:dynamodb:${stack.region}:${stack.account}:table/${ref}`,
    keys,
    attributes: attributes as Record<string, KeyType>,
  };
}

/** The partition key first, whatever the order in the template. */
function keysOf(
  schema: readonly Readonly<Record<string, unknown>>[],
  attributes: Readonly<Record<string, KeyType>>,
): readonly KeyAttribute[] | undefined {
  const keys = ['HASH', 'RANGE'].flatMap((kind) => schema.filter(({ KeyType: type }) => type === kind));
  const names = keys.map(({ AttributeName: name }) => textOf(name) ?? '');
  const clear =
    keys.length === schema.length &&
    keys.map(({ KeyType: type }) => type).join(' ') === ['HASH', 'RANGE'].slice(0, keys.length).join(' ') &&
    keys.length > 0 &&
    new Set(names).size === names.length &&
    names.every((name) => name !== '' && Object.hasOwn(attributes, name));
  return clear ? names.map((name) => ({ name, type: attributes[name] })) : undefined;
}

function isKeyType(type: unknown): type is KeyType {
  return type === 'S' || type === 'N' || type === 'B';
}
