import { rootResourceId } from '../assembly/physical-ids';
import type { ApiResources } from './api-resources';
import { textOf } from './property-values';

/** Paths of the API's resources by resource id; a resource whose place in the tree is not known has none. */
export function resourcePaths(api: ApiResources): ReadonlyMap<string, string> {
  const resources = new Map(api.own('AWS::ApiGateway::Resource').map(({ ref, properties }) => [ref, properties]));
  const root = rootResourceId(api.apiId);
  const pathOf = (id: string, below: readonly string[]): string | undefined => {
    if (id === root) return '';
    const properties = resources.get(id);
    const part = textOf(properties?.PathPart);
    if (part === undefined || below.includes(id)) return undefined;
    const parent = pathOf(String(properties?.ParentId), [...below, id]);
    return parent === undefined ? undefined : `${parent}/${part}`;
  };
  const paths = [...resources.keys()].flatMap((id): [string, string][] => {
    const path = pathOf(id, []);
    return path === undefined ? [] : [[id, path]];
  });
  return new Map([[root, '/'], ...paths]);
}
