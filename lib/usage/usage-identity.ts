import * as apigateway from 'aws-cdk-lib/aws-apigateway';

/** How a request says which client it comes from, for usage tiers. It never lets anybody in by itself. */
export class UsageIdentity {
  /** An API key in the `x-api-key` header, besides the authorizer's token. */
  public static readonly API_KEY_HEADER = new UsageIdentity(apigateway.ApiKeySourceType.HEADER);

  /**
   * The verified token: its client, or a claim, chooses the usage tier. Callers send no API key, and one that they send
   * counts for nothing. Needs `ApiAuthorizer.jwt`, and a tier with `isDefault`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
   */
  public static readonly TOKEN = new UsageIdentity(apigateway.ApiKeySourceType.AUTHORIZER);

  private constructor(/** @internal */ public readonly _source: apigateway.ApiKeySourceType) {}

  /** @internal */
  public get _fromToken(): boolean {
    return this._source === apigateway.ApiKeySourceType.AUTHORIZER;
  }
}
