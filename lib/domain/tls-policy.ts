import * as apigateway from 'aws-cdk-lib/aws-apigateway';

/**
 * The TLS versions and cipher suites that callers may use, on the API's own endpoint and on its domain alike: API Gateway
 * negotiates a call to a custom domain with the policy of the API. TLS 1.0 and 1.1 cannot be written.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
 */
export class TlsPolicy {
  /** TLS 1.2 and 1.3 with forward secrecy and post-quantum key exchange. The default. */
  public static readonly TLS_1_2_PFS_PQ = new TlsPolicy(apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09, true);

  /** TLS 1.3 alone. */
  public static readonly TLS_1_3 = new TlsPolicy(apigateway.SecurityPolicy.TLS13_1_3_2025_09, true);

  /**
   * TLS 1.2 and 1.3 with the legacy suites, those without forward secrecy among them. Mutual TLS needs it, and older
   * compliance rules (Control Tower CT.APIGATEWAY.PR.6) accept nothing else.
   */
  public static readonly TLS_1_2 = new TlsPolicy(apigateway.SecurityPolicy.TLS_1_2, false);

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
