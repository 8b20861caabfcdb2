import type { JsonWebKey } from 'node:crypto';
import type { Clock } from '../chain/clock';
import type { Exchange } from '../chain/exchange';
import { Refusal } from '../chain/gateway-error';
import type { FunctionInvoker } from '../functions/function-invoker';
import type { ApiModel } from '../model/api-model';
import type { PolicyDecision } from './policy-decision';
import { LambdaAuthorizers } from './lambda-authorizer';
import { ResourcePolicy, resourcePolicyDenial } from './resource-policy';
import { UserPoolAuthorizers } from './user-pool-authorizer';

export interface AuthorizationParts {
  readonly model: Pick<ApiModel, 'resourcePolicy' | 'endpointType'>;
  readonly functions: FunctionInvoker;
  readonly clock: Clock;
  /** The public keys of a user pool's issuer; rejects if there are none. */
  readonly keysFor: (issuer: string) => Promise<readonly JsonWebKey[]>;
}

/**
 * The resource policy and the authorizer of a method, joined as API Gateway does for each kind of authorization.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export class Authorization {
  private readonly resourcePolicy?: ResourcePolicy;
  private readonly lambdaAuthorizers: LambdaAuthorizers;
  private readonly userPoolAuthorizers: UserPoolAuthorizers;

  public constructor(private readonly parts: AuthorizationParts) {
    const { model, functions, clock, keysFor } = parts;
    this.resourcePolicy = model.resourcePolicy && new ResourcePolicy(model.resourcePolicy);
    this.lambdaAuthorizers = new LambdaAuthorizers(functions, clock);
    this.userPoolAuthorizers = new UserPoolAuthorizers(keysFor, clock);
  }

  /**
   * Sets `exchange.authorizer`, where the method has one.
   *
   * @throws GatewayError or Refusal for a request that may not go on
   */
  public async authorize(exchange: Exchange): Promise<void> {
    const { authorization, authorizationScopes } = exchange.route;
    if (!this.resourcePolicy && this.parts.model.endpointType === 'PRIVATE') {
      throw new Refusal('resource-policy', 'AWS does not deploy a private API without a resource policy');
    }
    switch (authorization.type) {
      case 'NONE':
        this.requireAllow(exchange);
        return;
      case 'LAMBDA': {
        const decision = this.resourcePolicy?.evaluate(exchange) ?? 'neither';
        if (decision === 'deny') throw resourcePolicyDenial(exchange.methodArn, true);
        exchange.authorizer = await this.lambdaAuthorizers.authorize(exchange, authorization.authorizer, decision);
        return;
      }
      case 'COGNITO': {
        // The token comes first here; the resource policy must then allow by itself.
        const { authorizer } = authorization;
        const outcome = await this.userPoolAuthorizers.authorize(exchange, authorizer, authorizationScopes);
        this.requireAllow(exchange);
        exchange.authorizer = outcome;
        return;
      }
      case 'AWS_IAM':
        throw new Refusal('authorizer', 'IAM authorization is not simulated');
      default:
        throw new Refusal('authorizer', 'this kind of authorization is not simulated');
    }
  }

  /** Where there is a resource policy, it must allow explicitly. */
  private requireAllow(exchange: Exchange): void {
    const decision: PolicyDecision = this.resourcePolicy?.evaluate(exchange) ?? 'allow';
    if (decision !== 'allow') throw resourcePolicyDenial(exchange.methodArn, decision === 'deny');
  }
}
