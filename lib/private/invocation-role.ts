import { Stack, Token } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { SecureApiError } from './errors';

/** A managed policy holds 6,144 characters, white space aside; part of them is the frame around the list of ARNs. */
const POLICY_CHARACTERS = 6_144 - 200;
/** IAM attaches 10 managed policies to a role unless the account's quota was raised. */
const MAX_POLICIES = 10;
/** Longest ARN of an unqualified function: partition, region and account at their longest, a name of 64 characters. */
const LONGEST_FUNCTION_ARN = 'arn:aws-iso-b:lambda:us-isob-central-1:123456789012:function:'.length + 64;
const LONGEST_QUALIFIER = ':'.length + 128;

/** Properties of `InvocationRole`. */
export interface InvocationRoleProps {
  readonly api: apigateway.RestApi;
}

/**
 * The role that API Gateway assumes to invoke the API's functions, and the exact ARNs that it may invoke.
 *
 * It replaces one Lambda permission per method: no 20 KB resource policy, no cycle between stacks (ADR 0002).
 */
export class InvocationRole extends Construct {
  public readonly role: iam.Role;
  private readonly api: apigateway.RestApi;
  private readonly allowed = new Set<string>();
  private policies = 0;
  private statement = new iam.PolicyStatement();
  private freeCharacters = 0;

  public constructor(scope: Construct, id: string, props: InvocationRoleProps) {
    super(scope, id);
    this.api = props.api;
    this.role = new iam.Role(this, 'Resource', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      description: 'Lets API Gateway invoke the functions of one API',
    });
  }

  /** URI by which an integration or an authorizer names the function; the role may invoke it from now on. */
  public uriFor(handler: lambda.IFunction): string {
    this.allow(handler);
    return Stack.of(this).formatArn({
      service: 'apigateway',
      account: 'lambda',
      resource: 'path',
      resourceName: `2015-03-31/functions/${handler.functionArn}/invocations`,
    });
  }

  private allow(handler: lambda.IFunction): void {
    const arn = handler.functionArn;
    if (this.allowed.has(arn)) return;
    // Quotes and comma around each ARN count as well.
    const characters = longestLength(handler) + 3;
    if (characters > this.freeCharacters) this.startPolicy();
    this.freeCharacters -= characters;
    this.statement.addResources(arn);
    this.allowed.add(arn);
  }

  private startPolicy(): void {
    if (this.policies === MAX_POLICIES) {
      throw new SecureApiError(this, {
        code: 'InvocationPolicyLimit',
        problem: `the API invokes ${this.allowed.size + 1} functions, more than ${MAX_POLICIES} managed policies can name`,
        rule: 'serve several routes from one function, or split the API',
      });
    }
    this.statement = new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'] });
    const policy = new iam.ManagedPolicy(this, `Policy${this.policies === 0 ? '' : this.policies}`, {
      description: 'Names the functions that API Gateway may invoke for one API',
      roles: [this.role],
      statements: [this.statement],
    });
    this.policies += 1;
    this.freeCharacters = POLICY_CHARACTERS;
    // A deployment that is live before its role may invoke would answer 500.
    this.api.latestDeployment?.node.addDependency(policy);
  }
}

function longestLength(handler: lambda.IFunction): number {
  if (!Token.isUnresolved(handler.functionArn)) return handler.functionArn.length;
  return LONGEST_FUNCTION_ARN + (isUnqualified(handler) ? 0 : LONGEST_QUALIFIER);
}

function isUnqualified(handler: lambda.IFunction): boolean {
  return handler instanceof lambda.Function;
}
