import type { CfnResource } from 'aws-cdk-lib';
import { type Fault, show } from '../private/errors';
import { render } from '../private/rendered-resource';

/** What a request's mapping may write to, and read from without asking the method. */
const TARGET = /^integration\.request\.(header|querystring|path|multivalueheader|multivaluequerystring)\.\S+$/;
const OPEN_SOURCE = /^(?:'[^']*'|(?:context|stageVariables)\.\S+|method\.request\.body(?:[.[].*)?)$/;
const DECLARED_SOURCE = /^method\.request\.(?:(path)|(?:multivalue)?(querystring|header))\.(\S+)$/;

interface Integration {
  readonly Type?: unknown;
  readonly Uri?: unknown;
  readonly RequestParameters?: { readonly [target: string]: unknown };
  readonly CacheKeyParameters?: readonly unknown[];
}

/** Mappings of a method's integration that API Gateway would refuse at deployment, or that would reach nothing. */
export function mappingFaults(method: CfnResource): Fault[] {
  const { Integration: given, RequestParameters: parameters } = render(method).properties;
  const declared = Object.keys(parameters ?? {});
  const {
    Type: type,
    Uri: uri,
    RequestParameters: mappings = {},
    CacheKeyParameters: keys = [],
  } = (given ?? {}) as Integration;
  return [
    ...Object.entries(mappings).flatMap(([target, source]) => sourceFaults(target, source, declared)),
    ...keys.flatMap((key) =>
      typeof key !== 'string' || declared.includes(key) || key in mappings
        ? []
        : [undeclared('the cache key', key, declared)],
    ),
    ...(['HTTP', 'HTTP_PROXY'].includes(String(type)) && typeof uri === 'string' ? urlFaults(uri, mappings) : []),
  ];
}

function sourceFaults(target: string, source: unknown, declared: readonly string[]): Fault[] {
  if (!TARGET.test(target)) {
    const rule = "it must begin with 'integration.request.' and 'header.', 'querystring.' or 'path.'";
    return [fault(`the integration maps to ${show(target)}`, rule)];
  }
  // What is unknown until deployment is the author's own.
  if (typeof source !== 'string' || OPEN_SOURCE.test(source)) return [];
  if (!DECLARED_SOURCE.test(source)) {
    const rule =
      "it must be a fixed value in single quotes, 'method.request.querystring.', '.header.', '.path.' or '.body', 'context.' or 'stageVariables.'";
    return [fault(`'${target}' of the integration is mapped from ${show(source)}`, rule)];
  }
  if (declared.includes(source) || declared.includes(source.replace('.multivalue', '.'))) return [];
  return [undeclared(`'${target}' of the integration`, source, declared)];
}

function undeclared(what: string, source: string, declared: readonly string[]): Fault {
  const [, path, kind, name = source] = DECLARED_SOURCE.exec(source) ?? [];
  const paths = declared.flatMap((parameter) => /^method\.request\.path\.(.*)$/.exec(parameter)?.[1] ?? []);
  const option = kind === 'header' ? 'Headers' : 'QueryParameters';
  const rule =
    path !== undefined
      ? `it must name one of the path's: ${paths.join(', ') || 'it has none'}`
      : kind !== undefined
        ? `name '${name}' in 'optional${option}' or 'required${option}' of the route`
        : "it must be 'method.request.querystring.', '.header.' or '.path.', declared by the route, or a parameter that the integration maps";
  return fault(`${what} names '${source}', which the route does not declare`, rule);
}

function urlFaults(uri: string, mappings: object): Fault[] {
  const names = [...uri.replace(/\$\{[^}]*\}/g, '').matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  return names
    .filter((name) => !(`integration.request.path.${name}` in mappings))
    .map((name) =>
      fault(
        `the URL of the integration has '{${name}}', which nothing is mapped to`,
        `map 'integration.request.path.${name}' in the integration's requestParameters`,
      ),
    );
}

function fault(problem: string, rule: string): Fault {
  return { code: 'IntegrationMappingInvalid', problem, rule };
}
