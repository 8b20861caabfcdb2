import type { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { TokenIssuer } from './token-issuer';

/** What the JWT authorizer's function can be told. */
export interface JwtAuthorizerFunctionOptions {
  /**
   * Whose tokens are accepted; at least one, each once, and a user pool once for each kind of token.
   *
   * There may be hundreds, such as the tenants of one provider: issuers without CDK tokens go into the function's asset. Those
   * with CDK tokens stand in its environment, which holds 4 KB. The keys of up to 10 key sets are fetched when the function
   * starts, those of more when the first token of an issuer comes.
   */
  readonly issuers: TokenIssuer[];

  /**
   * Claims that the backend gets in `event.requestContext.authorizer`, besides `sub`, `iss`, `clientId` and `scope`. All are
   * strings: numbers and booleans in their JSON form, lists and objects as JSON text. A claim inside of another one is named
   * by `ClaimPath.of()` and arrives under its names joined by `_`: `ClaimPath.of('realm_access', 'roles')` as
   * `realm_access_roles`.
   *
   * Names and values together have 8,192 bytes, in the order given here, after the identity. What does not fit, or could forge a
   * header or a log line, is left out, and the decision's log line names it as `leftOut`.
   *
   * @default - none
   */
  readonly contextClaims?: string[];

  /**
   * How far the issuers' clocks may be off, for `exp` and for `nbf`, `iat` and `auth_time`: 0 to 60 seconds. With it, tokens are
   * accepted that long after their end, too.
   *
   * @default - 10 seconds for `nbf`, `iat` and `auth_time`, so that a new token of an issuer whose clock is ahead is accepted at
   * once; none for `exp`, so that no token lives longer
   */
  readonly clockTolerance?: Duration;

  /**
   * Table of what was taken back before it expired: tokens, subjects, sessions, clients; in the function's region. `TokenTable` makes one, and says
   * what an entry looks like. It is read, consistently, for every decision that API Gateway does not keep, and while it
   * does not answer, callers get 500.
   *
   * A kept allow outlives its revocation by at most `cacheTtl`.
   *
   * @default - tokens are accepted until they expire
   */
  readonly revocationTable?: dynamodb.ITable;

  /**
   * Table of the DPoP proofs that were accepted, so that none is accepted twice; in the function's region. `TokenTable` makes one. Needed by routes with
   * `Access.dpopBound()`; while it does not answer, their callers get 500.
   *
   * @default - none
   */
  readonly dpopProofTable?: dynamodb.ITable;

  /**
   * Memory of the function in MiB; Lambda gives CPU time in proportion.
   *
   * @default 512
   */
  readonly memorySize?: number;

  /**
   * Concurrent executions set aside for the authorizer, so that no other function can starve it. They are also its ceiling.
   *
   * @default - none, because an account needs unreserved concurrency to spare for it
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * The function's execution role. It must allow writing to the function's log group and to X-Ray, `dynamodb:BatchGetItem`
   * on the revocation table, `dynamodb:PutItem` on the table of proofs, and the use of these tables' keys.
   *
   * @default - a role that allows exactly this
   */
  readonly role?: iam.IRole;

  /**
   * The network that the function runs in. It must reach the issuers' keys over https.
   *
   * @default - outside of any VPC
   */
  readonly vpc?: ec2.IVpc;

  /**
   * Where in the VPC.
   *
   * @default - private subnets with egress
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Security groups of the function inside the VPC.
   *
   * @default - one that allows outbound traffic only
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Topic for events that an asynchronous invocation could not handle. API Gateway never invokes asynchronously; some compliance rules ask for it.
   *
   * @default - none
   */
  readonly deadLetterTopic?: sns.ITopic;
}

/** Properties of `JwtAuthorizerFunction`. */
export interface JwtAuthorizerFunctionProps extends JwtAuthorizerFunctionOptions {
  /**
   * Encrypts the function's log group; its policy must let CloudWatch Logs use it.
   *
   * @default - CloudWatch Logs' own key
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long the function's log is kept.
   *
   * @default logs.RetentionDays.ONE_YEAR
   */
  readonly logRetention?: logs.RetentionDays;
}
