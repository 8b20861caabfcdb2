import type { GatewayRequest } from '../chain/gateway-request';

/** What a policy says about a request; `neither` is IAM's implicit denial. */
export type PolicyDecision = 'allow' | 'deny' | 'neither';

/** What a policy is asked about. */
export interface Invocation {
  readonly methodArn: string;
  readonly request: GatewayRequest;
}
