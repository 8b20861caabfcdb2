import { isObject } from '../requests/subschemas';
import { NotEvaluated, type OpenApiContext } from './open-api-import';

export type Members = Readonly<Record<string, unknown>>;

/** The members of a part of the document; none for anything that is not an object. */
export function members(value: unknown): Members {
  return isObject(value) ? value : {};
}

/** A member of an object, never one that it inherits. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The strings among the values of an object. */
export function stringMembers(value: unknown): Record<string, string> {
  const entries = Object.entries(members(value));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** An OpenAPI 2.0 or 3.0 document, with AWS's variables replaced as the importer replaces them. */
export class OpenApiDocument {
  public readonly root: Members;
  public readonly version: '2.0' | '3.0';

  /** @throws Error for a document that API Gateway does not import */
  public constructor(body: unknown, context: OpenApiContext) {
    if (!isObject(body)) throw new Error('the OpenAPI definition is not an object');
    this.version = versionOf(body);
    this.root = members(withAwsVariables(body, context));
  }

  /** The part of the document that a `$ref` of it stands for, or the value itself. */
  public resolve(value: unknown): unknown {
    let current = value;
    for (let steps = 0; steps < 32; steps++) {
      const reference = member(current, '$ref');
      if (reference === undefined) return current;
      current = this.#at(reference);
    }
    throw new NotEvaluated('a $ref that leads back to itself');
  }

  #at(reference: unknown): unknown {
    if (typeof reference !== 'string' || !reference.startsWith('#/')) {
      throw new NotEvaluated(`the $ref ${JSON.stringify(reference)}, which is not in the definition`);
    }
    const found = pointerSegments(reference).reduce<unknown>((at, segment) => member(at, segment), this.root);
    if (found === undefined) throw new NotEvaluated(`the $ref ${reference}, which leads nowhere`);
    return found;
  }
}

/** The segments of a `$ref` within the document, decoded. */
export function pointerSegments(reference: string): readonly string[] {
  return reference
    .slice(2)
    .split('/')
    .map((segment) => decoded(segment).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function versionOf(body: Members): '2.0' | '3.0' {
  const swagger = member(body, 'swagger');
  const openapi = member(body, 'openapi');
  if (swagger === '2.0' && openapi === undefined) return '2.0';
  if (typeof openapi === 'string' && /^3\.0(?:\.\d+)?$/.test(openapi) && swagger === undefined) return '3.0';
  const given = JSON.stringify(openapi ?? swagger ?? null);
  throw new Error(`API Gateway imports OpenAPI 2.0 and 3.0 into a REST API, and this definition says ${given}`);
}

function withAwsVariables(value: unknown, context: OpenApiContext): unknown {
  if (typeof value === 'string') {
    return value
      .replaceAll('${AWS::Region}', context.region)
      .replaceAll('${AWS::AccountId}', context.account)
      .replaceAll('${AWS::Partition}', context.partition);
  }
  if (Array.isArray(value)) return value.map((item) => withAwsVariables(item, context));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withAwsVariables(item, context)]));
}
