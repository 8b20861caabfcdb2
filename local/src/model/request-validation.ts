import { isUnresolved, type ResolvedResource } from '../assembly/resolved-stack';
import type { ApiResources } from './api-resources';
import { readModel } from './model-schemas';
import { flagOf, recordOf } from './property-values';
import type { RouteModel } from './route-model';

type Validation = Pick<RouteModel, 'requiredParameters' | 'validateBody' | 'validateParameters' | 'models'>;

/** How a method checks requests. Each problem is why its requests are refused; without a validator nothing is checked. */
export function readRequestValidation(
  properties: ResolvedResource['properties'],
  api: ApiResources,
  problem: (why: string) => void,
): Validation {
  const { validateBody, validateParameters } = readValidator(properties.RequestValidatorId, api, problem);
  return {
    validateBody,
    validateParameters,
    requiredParameters: readParameters(properties.RequestParameters, validateParameters ? problem : () => undefined),
    models: readModels(properties.RequestModels, api, validateBody ? problem : () => undefined),
  };
}

function readValidator(
  id: unknown,
  api: ApiResources,
  problem: (why: string) => void,
): Pick<Validation, 'validateBody' | 'validateParameters'> {
  if (id === undefined) return { validateBody: false, validateParameters: false };
  const validator = api.referred('AWS::ApiGateway::RequestValidator', id)?.properties;
  if (validator === undefined) problem(`its request validator ${JSON.stringify(id)} is not in the assembly`);
  const { ValidateRequestBody: body, ValidateRequestParameters: parameters } = validator ?? {};
  if (isUnresolved([body, parameters])) problem('what its request validator checks is not known without AWS');
  return { validateBody: flagOf(body) ?? false, validateParameters: flagOf(parameters) ?? false };
}

/** `method.request.header.X`, `.path.X`, `.querystring.X`; several values are one more word. */
const PARAMETER = /^method\.request\.(?:multivalue)?(header|path|querystring)\.(.+)$/;

function readParameters(value: unknown, problem: (why: string) => void): Validation['requiredParameters'] {
  const required = { headers: [] as string[], path: [] as string[], query: [] as string[] };
  const lists = { header: required.headers, path: required.path, querystring: required.query };
  if (typeof value === 'string') problem('its request parameters are not known without AWS');
  for (const [parameter, declared] of Object.entries(recordOf(value))) {
    const flag = flagOf(declared);
    const [, kind, name] = PARAMETER.exec(parameter) ?? [];
    if (flag === undefined) problem(`whether it requires ${parameter} is not known without AWS`);
    else if (kind === undefined) problem(`its request parameter ${parameter} is of no known kind`);
    else if (flag) lists[kind as keyof typeof lists].push(name);
  }
  return required;
}

function readModels(value: unknown, api: ApiResources, problem: (why: string) => void): Validation['models'] {
  if (typeof value === 'string') problem('its request models are not known without AWS');
  return Object.fromEntries(
    Object.entries(recordOf(value)).flatMap(([contentType, name]) => {
      const read = readModel(name, api);
      if ('schema' in read) return [[contentType, read.schema]];
      problem(read.why);
      return [];
    }),
  );
}
