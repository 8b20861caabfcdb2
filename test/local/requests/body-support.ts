import { BodyValidator } from '../../../local/src/requests/body-validation';
import { exchange } from '../support/exchanges';
import { route } from '../support/models';

export type Headers = readonly (readonly [string, string])[];

/** What the validator says about a body, and what it leaves in `$context.error.validationErrorString`. */
export interface Verdict {
  /** `passed`, `refused`, or the type and status of the gateway response. */
  readonly verdict: string;
  readonly detail: unknown;
  readonly message?: string;
}

/** Has one body checked against the models of a method. */
export function verdictOn(
  body: string | Buffer,
  models: Readonly<Record<string, unknown>>,
  headers: Headers = [['Content-Type', 'application/json']],
  validator = new BodyValidator(),
): Verdict {
  const found = exchange({
    request: { method: 'POST', headers, body: Buffer.from(body) },
    route: route('POST /orders', { validateBody: true, models }),
  });
  try {
    validator.check(found);
    return { verdict: 'passed', detail: found.context.error.validationErrorString };
  } catch (error: any) {
    const verdict = error.name === 'Refusal' ? 'refused' : `${error.responseType} ${error.status}`;
    return { verdict, detail: found.context.error.validationErrorString, message: error.message };
  }
}

/** Has one value checked against one schema. */
export function matches(schema: unknown, body: string): boolean {
  const { verdict, message } = verdictOn(body, { 'application/json': schema });
  if (verdict === 'refused') throw new Error(message);
  return verdict === 'passed';
}
