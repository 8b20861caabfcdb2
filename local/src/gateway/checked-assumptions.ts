import { ASSUMPTIONS, type Assumptions } from '../model/assumptions';
import { LocalGatewayError } from './local-gateway-error';

/**
 * Assumptions as they were given, of which only those count that are known.
 *
 * @throws LocalGatewayError AssumptionUnknown, which lists what may be assumed
 */
export function checkedAssumptions(given: object = {}): Assumptions {
  for (const [name, value] of Object.entries(given)) {
    const known = Object.hasOwn(ASSUMPTIONS, name) ? ASSUMPTIONS[name as keyof Assumptions] : [];
    if (value === undefined && known.length > 0) continue;
    if (!(known as readonly unknown[]).includes(value)) throw unknownAssumption(`${name}=${String(value)}`);
  }
  return given;
}

/** @param text as on the command line, for example `webAcl=allows` */
export function parsedAssumption(text: string): Assumptions {
  const [name, value, ...rest] = text.split('=');
  if (value === undefined || rest.length > 0) throw unknownAssumption(text);
  return checkedAssumptions({ [name]: value });
}

function unknownAssumption(text: string): LocalGatewayError {
  const known = Object.entries(ASSUMPTIONS).flatMap(([name, values]) => values.map((value) => `${name}=${value}`));
  return new LocalGatewayError('AssumptionUnknown', `'${text}' cannot be assumed; what can is ${known.join(', ')}`);
}
