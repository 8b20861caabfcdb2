import type { Exchange } from '../chain/exchange';
import { GatewayError, Refusal } from '../chain/gateway-error';
import { isBinary } from '../integrations/binary-media-types';
import type { RouteModel } from '../model/route-model';
import { PatternTooSlow } from '../patterns/safe-pattern';
import { parseJsonBody } from './json-body';
import { type CompiledModel, compileModel } from './model-compiler';
import { requestMediaTypes } from './request-media-types';
import { validationErrorString } from './validation-error-string';

/** Model for every content type that has none of its own. */
const ANY_TYPE = '$default';

/** Above this size, in bytes, only the first error of a body is described: each element might be one. */
const DESCRIBED_BODY = 64 * 1024;

/** Checks the bodies of one API's requests against its models; each model is compiled once, when it is first needed. */
export class BodyValidator {
  readonly #models: ReadonlyMap<string, unknown>;
  readonly #compiled = new Map<unknown, CompiledModel | Error>();

  /**
   * @param models the API's models by name, for references between them
   * @param binaryMediaTypes of the API
   */
  public constructor(
    models: ReadonlyMap<string, unknown> = new Map(),
    private readonly binaryMediaTypes: readonly string[] = [],
  ) {
    this.#models = models;
  }

  /**
   * Checks the body against the model for the request's content type, or for `$default`. A content type without either
   * is not checked, as in API Gateway. Fills `$context.error.validationErrorString` for a body that does not match.
   *
   * @throws GatewayError BAD_REQUEST_BODY
   * @throws Refusal if the model cannot be evaluated here
   */
  public check(exchange: Exchange): void {
    if (!exchange.route.validateBody) return;
    const models = modelsFor(exchange).map((schema) => this.#compile(schema, exchange.route));
    if (models.length === 0) return;
    this.#refuseBytes(exchange.request);
    const parsed = parseJsonBody(exchange.request.body);
    if (!parsed) throw invalidBody(exchange, '[instance is not valid JSON]');
    for (const model of models) {
      const problems = this.#problems(model, parsed.value, exchange.request.body.length);
      if (problems !== undefined) throw invalidBody(exchange, problems);
    }
  }

  /** Whether API Gateway validates bytes, and how, is not documented. */
  #refuseBytes({ headers, body }: Exchange['request']): void {
    const binary = [...requestMediaTypes(headers)].find((type) => isBinary(type, this.binaryMediaTypes));
    if (body.length === 0 || binary === undefined) return;
    throw new Refusal('validation', `the body is of ${binary}, a binary media type, and bytes are not validated here`);
  }

  #problems(model: CompiledModel, value: unknown, size: number): string | undefined {
    try {
      const first = model(value, 'first');
      if (!first) return undefined;
      const errors = size > DESCRIBED_BODY ? first : model(value, 'all');
      return validationErrorString(errors ?? first);
    } catch (error) {
      // Nested deeper than the stack: such a body was not found to match.
      if (error instanceof RangeError) return '[instance is nested too deeply]';
      if (error instanceof PatternTooSlow) throw new Refusal('validation', error.message);
      throw error;
    }
  }

  #compile(schema: unknown, route: RouteModel): CompiledModel {
    let compiled = this.#compiled.get(schema);
    if (!compiled) {
      compiled = attempt(() => compileModel(schema, this.#models));
      this.#compiled.set(schema, compiled);
    }
    if (compiled instanceof Error) {
      const where = `${route.httpMethod} ${route.resourcePath}`;
      throw new Refusal('validation', `the body model of ${where} cannot be evaluated: ${compiled.message}`);
    }
    return compiled;
  }
}

/** The models that the body must match: one, unless the request gives several content types. */
function modelsFor({ route, request }: Exchange): readonly unknown[] {
  const byType = new Map(Object.entries(route.models).map(([type, model]) => [type.trim().toLowerCase(), model]));
  const models = [...requestMediaTypes(request.headers)].map((type) =>
    byType.has(type) ? byType.get(type) : byType.get(ANY_TYPE),
  );
  return [...new Set(models)].filter((model) => model !== undefined);
}

function attempt<T>(make: () => T): T | Error {
  try {
    return make();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function invalidBody(exchange: Exchange, problems: string): GatewayError {
  exchange.context.error.validationErrorString = problems;
  return new GatewayError('BAD_REQUEST_BODY', 400, 'Invalid request body', 'BadRequestException', 'validation');
}
