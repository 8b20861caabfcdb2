import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

/** The shop's own user pool and the clients that may ask it for tokens. */
export class Callers extends Construct {
  public readonly userPool: cognito.IUserPool;
  /** The shop in the browser: authorization code with PKCE, no secret. */
  public readonly web: cognito.IUserPoolClient;
  /** A nightly job: client credentials. */
  public readonly batch: cognito.IUserPoolClient;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const userPool = new cognito.UserPool(this, 'Pool', {
      featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      customThreatProtectionMode: cognito.CustomThreatProtectionMode.FULL_FUNCTION,
      selfSignUpEnabled: false,
      deletionProtection: true,
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
    });
    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'See orders' });
    const write = new cognito.ResourceServerScope({ scopeName: 'write', scopeDescription: 'Place orders' });
    const partner = new cognito.ResourceServerScope({ scopeName: 'partner', scopeDescription: 'Place orders in bulk' });
    const orders = userPool.addResourceServer('Orders', { identifier: 'orders', scopes: [read, write, partner] });
    const common = {
      accessTokenValidity: Duration.minutes(15),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    };
    this.userPool = userPool;
    this.web = userPool.addClient('Web', {
      ...common,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.resourceServer(orders, read)],
        callbackUrls: ['https://shop.example.com/signed-in'],
      },
    });
    this.batch = userPool.addClient('Batch', {
      ...common,
      generateSecret: true,
      oAuth: {
        flows: { clientCredentials: true },
        scopes: [cognito.OAuthScope.resourceServer(orders, read), cognito.OAuthScope.resourceServer(orders, write)],
      },
    });
  }
}
