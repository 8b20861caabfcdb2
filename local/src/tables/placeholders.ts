import { isJsonObject } from '../assembly/json-file';
import { type AttributeValue, readAttributeValue } from './attribute-value';
import { invalid } from './table-error';

/** `ExpressionAttributeNames` and `ExpressionAttributeValues` of one request. */
export class Placeholders {
  private readonly names: ReadonlyMap<string, string>;
  private readonly values: ReadonlyMap<string, AttributeValue>;
  private readonly used = new Set<string>();

  public constructor(names: unknown, values: unknown) {
    this.names = new Map(
      entries('ExpressionAttributeNames', names, /^#\w+$/).map(([name, to]) => [name, attribute(to)]),
    );
    this.values = new Map(
      entries('ExpressionAttributeValues', values, /^:\w+$/).map(([name, to]) => [name, readAttributeValue(to)]),
    );
  }

  public name(placeholder: string): string {
    this.used.add(placeholder);
    const name = this.names.get(placeholder);
    if (name !== undefined) return name;
    throw invalid(
      `Invalid ConditionExpression: An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
    );
  }

  public value(placeholder: string): AttributeValue {
    this.used.add(placeholder);
    const value = this.values.get(placeholder);
    if (value !== undefined) return value;
    throw invalid(
      `Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
    );
  }

  /** DynamoDB takes none that no expression uses. */
  public checkAllUsed(): void {
    for (const [parameter, all] of [
      ['ExpressionAttributeNames', this.names],
      ['ExpressionAttributeValues', this.values],
    ] as const) {
      const unused = [...all.keys()].filter((name) => !this.used.has(name));
      if (unused.length > 0) {
        throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`);
      }
    }
  }
}

function entries(parameter: string, value: unknown, shape: RegExp): readonly (readonly [string, unknown])[] {
  if (value === undefined) return [];
  const members = isJsonObject(value) ? Object.entries(value) : [];
  if (members.length === 0) throw invalid(`${parameter} must not be empty`);
  for (const [name] of members) {
    if (!shape.test(name)) throw invalid(`${parameter} contains invalid key: Syntax error; key: "${name}"`);
  }
  return members;
}

function attribute(name: unknown): string {
  if (typeof name === 'string' && name !== '') return name;
  throw invalid('ExpressionAttributeNames contains invalid value');
}
