import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail, requireKnownList } from '../private/checks';

const NAME = '[a-z0-9][a-z0-9!&^_.+-]{0,126}';

/** A subtype of every type (`*` before the slash only) matches nothing in API Gateway. */
const MEDIA_TYPE = new RegExp(`^(?:\\*/\\*|${NAME}/(?:\\*|${NAME}))$`);

/** The media types whose bodies are bytes, each once; undefined for none. */
export function checkedBinaryMediaTypes(at: Construct, types: string[] | undefined): string[] | undefined {
  requireKnownList(at, 'binaryMediaTypes', types);
  const place = { at, name: 'binaryMediaTypes', code: 'BinaryMediaTypeInvalid' } as const;
  if (types === undefined) return undefined;
  if (!Array.isArray(types)) fail(place, types, 'it must be a list');
  for (const type of types) {
    const known = typeof type === 'string' && !Token.isUnresolved(type) && MEDIA_TYPE.test(type);
    if (!known)
      fail(place, type, "each must be 'type/subtype' in lower case and without parameters, 'type/*' or '*/*'");
  }
  return types.length > 0 ? [...new Set(types)] : undefined;
}

/** The entry of the list that makes bytes of JSON, if there is one. */
export function binaryJsonType(types: readonly string[]): string | undefined {
  return types.find((type) => ['application/json', 'application/*', '*/*'].includes(type));
}
