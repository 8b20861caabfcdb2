import { Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import { SecureApiError } from '../private/errors';

/** Partitions whose documentation of API Gateway describes enhanced policies and lists no difference about them. */
const ENHANCED = ['aws', 'aws-cn'];

/** Partitions whose documentation says that enhanced policies are not supported. */
const LEGACY_ONLY = ['aws-us-gov'];

/**
 * The TLS versions and cipher suites that callers may use, on the API's own endpoint and on its domain alike: API Gateway
 * negotiates a call to a custom domain with the policy of the API. TLS 1.0 and 1.1 cannot be written.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
 */
export class TlsPolicy {
  /**
   * TLS 1.2 and 1.3 with forward secrecy and post-quantum key exchange. The default where API Gateway is known to have it: in
   * the commercial regions and in China, and where the stack's region is not known at synth.
   */
  public static readonly TLS_1_2_PFS_PQ = new TlsPolicy(apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09, true);

  /** TLS 1.3 alone. */
  public static readonly TLS_1_3 = new TlsPolicy(apigateway.SecurityPolicy.TLS13_1_3_2025_09, true);

  /**
   * TLS 1.2 and 1.3 with the legacy suites, those without forward secrecy among them. Mutual TLS needs it, and older
   * compliance rules (Control Tower CT.APIGATEWAY.PR.6) accept nothing else. The only one in AWS GovCloud (US), and the default
   * there and in all other partitions that are not known to have the enhanced ones.
   */
  public static readonly TLS_1_2 = new TlsPolicy(apigateway.SecurityPolicy.TLS_1_2, false);

  /**
   * The policy of an API: the one that was chosen, if it can work where the stack is deployed to.
   *
   * @internal
   */
  public static _for(scope: Construct, chosen: TlsPolicy | undefined): TlsPolicy {
    const { region } = Stack.of(scope);
    // Stack.partition is a token, unless a feature flag says otherwise.
    const partition = Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition;
    if (partition === undefined) return chosen ?? TlsPolicy.TLS_1_2_PFS_PQ;
    if (chosen === undefined) return ENHANCED.includes(partition) ? TlsPolicy.TLS_1_2_PFS_PQ : TlsPolicy.TLS_1_2;
    if (!chosen._enhanced || !LEGACY_ONLY.includes(partition)) return chosen;
    throw new SecureApiError(scope, {
      code: 'TlsPolicyNotAvailable',
      problem: `'tlsPolicy' is ${chosen.toString()}, and the stack is deployed to ${region}`,
      rule: "API Gateway has no policies named SecurityPolicy_* there; leave 'tlsPolicy' out, or set TlsPolicy.TLS_1_2",
    });
  }

  private constructor(
    /** @internal */ public readonly _policy: apigateway.SecurityPolicy,
    /**
     * Enhanced policies come with an endpoint access mode, legacy ones must not have any.
     *
     * @internal
     */
    public readonly _enhanced: boolean,
  ) {}

  /**
   * STRICT: the TLS server name must be the Host, so that nobody reaches one API under another's name.
   *
   * @internal
   */
  public get _accessMode(): apigateway.EndpointAccessMode | undefined {
    return this._enhanced ? apigateway.EndpointAccessMode.STRICT : undefined;
  }

  /** AWS's name of the policy. */
  public toString(): string {
    return this._policy;
  }
}
