import { member, type Members } from './open-api-document';
import { NotEvaluated } from './open-api-import';

const NAME = 'x-amazon-apigateway-request-validator';

/** What is checked before the integration. */
export interface RequestValidatorModel {
  readonly validateBody: boolean;
  readonly validateParameters: boolean;
}

/** The validator that an operation names, or else the root; without one nothing is checked. */
export function requestValidator(root: Members, operation: Members): RequestValidatorModel {
  const name = operation[NAME] ?? root[NAME];
  if (name === undefined) return { validateBody: false, validateParameters: false };
  const validator = typeof name === 'string' ? member(root['x-amazon-apigateway-request-validators'], name) : undefined;
  if (validator === undefined) {
    throw new NotEvaluated(`the request validator ${JSON.stringify(name)}, which is not defined`);
  }
  return {
    validateBody: flag(member(validator, 'validateRequestBody')),
    validateParameters: flag(member(validator, 'validateRequestParameters')),
  };
}

function flag(value: unknown): boolean {
  if (value === undefined || value === false || value === 'false') return false;
  if (value === true || value === 'true') return true;
  throw new NotEvaluated('a request validator whose settings are neither true nor false');
}
