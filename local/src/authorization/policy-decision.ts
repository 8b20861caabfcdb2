import type { GatewayRequest } from '../chain/gateway-request';

/** What a policy says about a request; `neither` is IAM's implicit denial. */
export type PolicyDecision = 'allow' | 'deny' | 'neither';

/** What a policy is asked about. */
export interface Invocation {
  readonly methodArn: string;
  /**
   * The ARN that an authorizer's function was given. A policy that names it to the letter means this request, whatever
   * the service takes its path for: the function would have been given that.
   */
  readonly givenArn?: string;
  readonly request: GatewayRequest;
}
