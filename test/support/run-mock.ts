import { mock } from '../../local/src/integrations/mock';
import { readIntegration } from '../../local/src/model/integration-models';
import { exchange } from '../local/support/exchanges';
import { route } from '../local/support/models';

/** What the local gateway answers for a method of a template that is a mock. */
export function runMock(
  method: any,
  request: { readonly headers?: readonly (readonly [string, string])[]; readonly body?: string } = {},
  binaryMediaTypes: readonly string[] = [],
): { status: number; headers: { [name: string]: string }; body: string } {
  const integration = readIntegration(method.Integration, {});
  if (integration.type !== 'MOCK') throw new Error(`not a mock: ${JSON.stringify(integration)}`);
  const declared = (response: any): [string, string[]] => [
    response.StatusCode,
    Object.keys(response.ResponseParameters as object).map((name) => name.replace('method.response.header.', '')),
  ];
  const methodResponses = Object.fromEntries((method.MethodResponses as any[]).map(declared));
  const asked = exchange({
    request: { headers: request.headers ?? [], body: Buffer.from(request.body ?? '') },
    route: route(`${method.HttpMethod} /orders`, { integration, methodResponses }),
  });
  const { status, headers, body } = mock(asked, integration, binaryMediaTypes);
  return { status, headers: Object.fromEntries(headers), body: body.toString() };
}
