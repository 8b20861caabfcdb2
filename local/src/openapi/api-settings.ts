import type { PolicyDocument, PolicyStatement } from '../model/api-model';
import { isObject } from '../requests/subschemas';
import { member, type Members } from './open-api-document';
import type { OpenApiImport } from './open-api-import';

export type ApiSettings = Pick<
  OpenApiImport,
  | 'apiKeySource'
  | 'resourcePolicy'
  | 'binaryMediaTypes'
  | 'securityPolicy'
  | 'endpointAccessMode'
  | 'disableExecuteApiEndpoint'
>;

/**
 * The settings of the API itself that the document has.
 *
 * @param problem told what cannot be evaluated; every route must then be refused
 */
export function apiSettings(root: Members, problem: (why: string) => void): ApiSettings {
  const read = <T>(name: string, reader: (value: unknown) => T | undefined): T | undefined => {
    const given = root[`x-amazon-apigateway-${name}`];
    if (given === undefined) return undefined;
    const value = reader(given);
    if (value === undefined) problem(`x-amazon-apigateway-${name}`);
    return value;
  };
  const settings = {
    apiKeySource: read('api-key-source', oneOf('HEADER', 'AUTHORIZER')),
    resourcePolicy: read('policy', policy),
    binaryMediaTypes: read('binary-media-types', strings),
    securityPolicy: read('security-policy', (value) => (typeof value === 'string' ? value : undefined)),
    endpointAccessMode: read('endpoint-access-mode', oneOf('BASIC', 'STRICT')),
    disableExecuteApiEndpoint: read('endpoint-configuration', endpoint)?.disabled,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function oneOf<T extends string>(...values: readonly T[]): (value: unknown) => T | undefined {
  return (given) => values.find((value) => typeof given === 'string' && given.toUpperCase() === value);
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

/** A policy with its statements as a list, also if there is one alone. */
function policy(value: unknown): PolicyDocument | undefined {
  if (!isObject(value)) return undefined;
  const statements: unknown = Array.isArray(value.Statement) ? value.Statement : [value.Statement];
  if (!isStatements(statements)) return undefined;
  return { ...(typeof value.Version === 'string' && { Version: value.Version }), Statement: statements };
}

function isStatements(value: unknown): value is readonly PolicyStatement[] {
  return Array.isArray(value) && value.every((statement) => typeof member(statement, 'Effect') === 'string');
}

function endpoint(configuration: unknown): { readonly disabled?: boolean } | undefined {
  if (!isObject(configuration)) return undefined;
  const given = configuration.disableExecuteApiEndpoint;
  if (given === undefined) return {};
  if (given === true || given === 'true') return { disabled: true };
  return given === false || given === 'false' ? { disabled: false } : undefined;
}
