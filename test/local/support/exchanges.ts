import type { Exchange } from '../../../local/src/chain/exchange';
import type { GatewayRequest } from '../../../local/src/chain/gateway-request';
import { addRoute } from '../../../local/src/chain/request-context';
import type { ApiModel } from '../../../local/src/model/api-model';
import type { RouteModel } from '../../../local/src/model/route-model';
import { answerSource, apiModel, route } from './models';

export const API_ARN = 'arn:aws:execute-api:eu-west-3:210987654321:abc123defg';

/** A request that has found its route: `GET /orders`, or whatever the overrides say. */
export function exchange(
  options: {
    readonly request?: Partial<GatewayRequest>;
    readonly route?: RouteModel;
    readonly pathParameters?: Readonly<Record<string, string>>;
    readonly model?: ApiModel;
  } = {},
): Exchange {
  const method = options.request?.method ?? 'GET';
  const path = options.request?.path ?? '/orders';
  const source = answerSource(
    { rawPath: `/prod${path}`, path, method, ...options.request },
    options.model ?? apiModel(),
  );
  const found = options.route ?? route(`${method} ${path}`);
  addRoute(source.context, found);
  return {
    ...source,
    pathParameters: options.pathParameters ?? {},
    route: found,
    methodArn: `${API_ARN}/prod/${method}${path}`,
  };
}

/** What a promise or a function fails with; a test that expects a failure fails without one. */
export async function failureOf(work: (() => unknown) | Promise<unknown>): Promise<any> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}
