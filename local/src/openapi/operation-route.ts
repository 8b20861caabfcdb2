import { createHash } from 'node:crypto';
import type { Finding } from '../model/api-model';
import type { RouteModel } from '../model/route-model';
import { member, members, type Members, type OpenApiDocument } from './open-api-document';
import { NotEvaluated, type OpenApiContext } from './open-api-import';
import { operationIntegration } from './operation-integration';
import { operationModels } from './operation-models';
import { operationParameters, requiredParameters } from './operation-parameters';
import { operationSecurity } from './operation-security';
import { requestValidator } from './request-validator';
import { unknownExtensions } from './unknown-extensions';

/** An operation of the document and where it stands. */
export interface PlacedOperation {
  readonly resourcePath: string;
  /** Upper case, or `ANY`. */
  readonly httpMethod: string;
  readonly pathItem: Members;
  readonly operation: Members;
  /** Why the operation could not be read. */
  readonly problem?: string;
}

export interface ImportedRoute {
  readonly route: RouteModel;
  readonly findings: readonly Finding[];
  /** Keywords that the importer left out of the models, though they check something. */
  readonly dropped: readonly string[];
}

/**
 * What an operation becomes: a route, or a route that refuses every request because something of it is not evaluated.
 *
 * @param apiProblems what of the whole API is not evaluated
 */
export function operationRoute(
  placed: PlacedOperation,
  document: OpenApiDocument,
  context: OpenApiContext,
  apiProblems: readonly string[],
): ImportedRoute {
  const { resourcePath, httpMethod, pathItem, operation } = placed;
  const key = `${httpMethod} ${resourcePath}`;
  const problems = [
    ...apiProblems,
    ...(placed.problem === undefined ? [] : [placed.problem]),
    ...unknownExtensions('path', pathItem),
    ...unknownExtensions('operation', operation),
  ];
  const read = <T>(reader: () => T, otherwise: T): T => {
    try {
      return reader();
    } catch (error) {
      if (!(error instanceof NotEvaluated)) throw error;
      problems.push(error.message);
      return otherwise;
    }
  };

  const parameters = read(() => operationParameters(pathItem, operation, document), []);
  const { findings, ...security } = read(() => operationSecurity(key, operation, document, context), {
    authorization: { type: 'NONE' },
    authorizationScopes: [],
    apiKeyRequired: false,
    findings: [],
  });
  const validator = read(() => requestValidator(document.root, operation), {
    validateBody: false,
    validateParameters: false,
  });
  const nothing = { models: {}, dropped: [] };
  const { models, dropped } = validator.validateBody
    ? read(() => operationModels(operation, parameters, document), nothing)
    : nothing;
  const integration = operationIntegration(operation, context);
  const route: RouteModel = {
    resourceId: resourceId(resourcePath),
    resourcePath,
    httpMethod,
    ...security,
    ...(typeof operation.operationId === 'string' && { operationName: operation.operationId }),
    requiredParameters: read(() => requiredParameters(parameters), { headers: [], path: [], query: [] }),
    ...validator,
    models,
    integration,
    methodResponses: methodResponses(operation, document),
    ...(problems.length > 0 && { refusal: refusal(problems) }),
  };
  const refused: Finding[] = problems
    .slice(apiProblems.length)
    .map((what) => ({ subject: key, what, effect: 'refused' }));
  if (integration.type === 'UNSUPPORTED') refused.push({ subject: key, what: integration.what, effect: 'refused' });
  return { route, findings: [...findings, ...refused], dropped };
}

function refusal(problems: readonly string[]): string {
  return `the OpenAPI definition has what is not evaluated here: ${problems.join('; ')}`;
}

/** Ten characters that stand for the id which API Gateway would choose; the same for all methods of a path. */
function resourceId(resourcePath: string): string {
  const digest = createHash('sha256').update(resourcePath).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, 10);
}

/** The responses that the operation lists by status, with the names of their headers. */
function methodResponses(operation: Members, document: OpenApiDocument): RouteModel['methodResponses'] {
  const listed = Object.entries(members(operation.responses)).filter(([status]) => /^\d{3}$/.test(status));
  return Object.fromEntries(
    listed.map(([status, response]) => [status, Object.keys(members(headersOf(response, document)))]),
  );
}

function headersOf(response: unknown, document: OpenApiDocument): unknown {
  try {
    return member(document.resolve(response), 'headers');
  } catch (error) {
    // Headers of a response guard nothing.
    if (error instanceof NotEvaluated) return undefined;
    throw error;
  }
}
