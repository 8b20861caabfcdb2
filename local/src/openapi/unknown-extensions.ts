import type { Members } from './open-api-document';

const PREFIX = 'x-amazon-apigateway-';

const KNOWN = {
  root: new Set([
    ...['api-key-source', 'binary-media-types', 'documentation', 'endpoint-access-mode', 'endpoint-configuration'],
    ...['gateway-responses', 'importexport-version', 'minimum-compression-size', 'policy', 'request-validator'],
    ...['request-validators', 'security-policy', 'tag-value'],
  ]),
  path: new Set(['any-method']),
  operation: new Set(['auth', 'documentation', 'integration', 'request-validator']),
};

/**
 * Extensions that this gateway does not know; any of them might guard requests.
 *
 * @param place what they were found on
 */
export function unknownExtensions(place: keyof typeof KNOWN, owner: Members): readonly string[] {
  return Object.keys(owner).filter((key) => key.startsWith(PREFIX) && !KNOWN[place].has(key.slice(PREFIX.length)));
}
