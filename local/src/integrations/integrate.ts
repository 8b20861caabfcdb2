import { isUnresolved } from '../assembly/resolved-stack';
import type { Exchange } from '../chain/exchange';
import { Refusal } from '../chain/gateway-error';
import type { GatewayAnswer } from '../chain/gateway-request';
import { httpProxy } from './http-proxy';
import { lambdaProxy, type LambdaProxyParts } from './lambda-proxy';
import { mock } from './mock';

/** What answers a request that every layer has let through. */
export class Integrations {
  public constructor(private readonly parts: LambdaProxyParts) {}

  /** @throws GatewayError if the integration has no answer that can be used, Refusal if it cannot be run here */
  public async run(exchange: Exchange): Promise<GatewayAnswer> {
    const { integration } = exchange.route;
    if (isUnresolved(integration)) {
      throw new Refusal('integration', 'a part of the integration is not known without AWS');
    }
    switch (integration.type) {
      case 'LAMBDA_PROXY':
        return lambdaProxy(exchange, integration, this.parts);
      case 'MOCK':
        return mock(exchange, integration, this.parts.model.binaryMediaTypes);
      case 'HTTP_PROXY':
        return httpProxy(exchange, integration);
      default:
        throw new Refusal('integration', integration.what);
    }
  }
}
