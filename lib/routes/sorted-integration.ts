import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { sortKeys } from '../private/sorted-keys';

/** An integration whose parameters and templates stand in the order of their names: CDK hashes them as they come. */
export class SortedIntegration extends apigateway.Integration {
  public constructor(private readonly integration: apigateway.Integration) {
    // Never read: what the method gets is what the other integration binds to.
    super({ type: apigateway.IntegrationType.MOCK });
  }

  public override bind(method: apigateway.Method): apigateway.IntegrationConfig {
    const config = this.integration.bind(method);
    return { ...config, options: sortKeys(config.options) };
  }
}
