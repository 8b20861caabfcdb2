import { Stack, Token } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { type Construct } from 'constructs';
import type { LogOptions } from '../logging/api-logs';
import { fail, requireInteger, requirePattern, requireReason } from '../private/checks';
import { credentialHeaders, credentialProtection } from './credentials';
import { logFirewall } from './firewall-log';
import { managedRules } from './managed-rules';
import { bodySizeRule, inspectionLimit, ipRateRule, type UnorderedRule } from './rules';

/** What the firewall does with a request that a rule matches. */
export enum FirewallMode {
  /** Rules act: matching requests are blocked. */
  BLOCK = 'BLOCK',
  /** Rules count only: every request passes, and the log shows what would have been blocked. For the first days of a rollout. */
  COUNT = 'COUNT',
}

/** Options of `Firewall.standard`. */
export interface StandardFirewallOptions {
  /**
   * Whether rules act or only count.
   *
   * @default FirewallMode.BLOCK
   */
  readonly mode?: FirewallMode;

  /**
   * Requests that one IP address may send in five minutes before it is blocked: 10 to 2,000,000,000.
   *
   * WAF counts about every ten seconds, so a fast client overshoots a little.
   *
   * @default 2000
   */
  readonly ipRateLimit?: number;

  /**
   * Largest request body in bytes: 1 to 65,536, which is as far as WAF reads. Above 16,384, WAF costs more per request.
   *
   * @default 16384
   */
  readonly maxBodySize?: number;

  /**
   * Whether WAF's log and samples show query strings.
   *
   * Tokens and keys do come in query strings, whoever sends them there, and the log is kept for a year; what an attack tried
   * there comes in them, too. With `true`, values of well-known names (`access_token`, `code`, `x-amz-signature` and the like)
   * stay hidden, others do not.
   *
   * @default false - query strings are hidden, as they are in the access log; the log still says which rule matched
   */
  readonly logQueryStrings?: boolean;
}

/** What a firewall is put in front of. */
export interface FirewallContext {
  readonly stage: apigateway.Stage;
  readonly log: LogOptions;
  /** The request headers by which the authorizer decides. */
  readonly identityHeaders: readonly string[];
}

type Bind = (scope: Construct, context: FirewallContext) => wafv2.CfnWebACL | undefined;

/**
 * The AWS WAF web ACL that sees each request first, before any authorization. An immutable value.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
 */
export class Firewall {
  /**
   * A web ACL for APIs: IP reputation, known bad inputs, common attacks, SQL injection, a body size limit and a rate limit
   * per IP address, logged without the credentials and query strings of requests.
   *
   * @param options limits and mode
   */
  public static standard(options: StandardFirewallOptions = {}): Firewall {
    const at = 'Firewall.standard()';
    const { mode = FirewallMode.BLOCK, ipRateLimit = 2_000, maxBodySize = 16_384 } = options;
    const rate = { at, name: 'ipRateLimit', code: 'FirewallRateLimitOutOfRange' } as const;
    requireInteger(rate, ipRateLimit, 10, 2_000_000_000, 'requests in five minutes');
    const size = { at, name: 'maxBodySize', code: 'FirewallBodySizeOutOfRange' } as const;
    requireInteger(size, maxBodySize, 1, 65_536, 'bytes, as far as WAF reads a body');
    // Anything but `true`, which JavaScript callers can pass, hides them.
    const logQueryStrings = (options.logQueryStrings as unknown) === true;
    return new Firewall((scope, context) => {
      const headers = credentialHeaders(scope, context.identityHeaders);
      const rules = [...managedRules(), bodySizeRule(maxBodySize), ipRateRule(ipRateLimit)];
      const webAcl = new wafv2.CfnWebACL(scope, 'Resource', {
        scope: 'REGIONAL',
        description: 'Requests that the API refuses to see',
        defaultAction: { allow: {} },
        rules: rules.map((rule, priority) => placeRule(scope, rule, priority, mode)),
        visibilityConfig: visibility(scope, 'WebAcl'),
        associationConfig: {
          requestBody: { API_GATEWAY: { defaultSizeInspectionLimit: inspectionLimit(maxBodySize) } },
        },
        dataProtectionConfig: credentialProtection(headers, logQueryStrings),
      });
      associate(scope, context.stage, webAcl.attrArn);
      logFirewall(scope, webAcl, headers, context.log);
      return webAcl;
    });
  }

  /**
   * A web ACL that exists already, of scope REGIONAL and in the API's region.
   *
   * @param webAclArn the web ACL's ARN
   */
  public static existing(webAclArn: string): Firewall {
    requirePattern(
      { at: 'Firewall.existing()', name: 'webAclArn', code: 'FirewallWebAclArnInvalid' },
      webAclArn,
      /^arn:[a-z-]+:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[^/]+\/[^/]+$/,
      "it must be the ARN of a regional web ACL, 'arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID'",
    );
    return new Firewall((scope, context) => {
      checkRegion(scope, webAclArn);
      associate(scope, context.stage, webAclArn);
      return undefined;
    });
  }

  /**
   * No web ACL.
   *
   * @param reason why none is needed in front of this API
   */
  public static none(reason: string): Firewall {
    requireReason('Firewall.none()', 'reason', reason);
    return new Firewall(() => undefined, reason);
  }

  private constructor(
    private readonly bind: Bind,
    /** @internal */ public readonly _noneReason?: string,
  ) {}

  /** @internal */
  public _bind(scope: Construct, context: FirewallContext): wafv2.CfnWebACL | undefined {
    return this.bind(scope, context);
  }
}

/** A web ACL of another region cannot be associated. */
function checkRegion(scope: Construct, webAclArn: string): void {
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(webAclArn) || Token.isUnresolved(region) || webAclArn.split(':')[3] === region) return;
  const place = { at: scope, name: 'webAclArn', code: 'FirewallWebAclRegion' } as const;
  fail(place, webAclArn, `the web ACL must be in the API's region, ${region}`);
}

/** The stage's own ARN makes the association wait for the stage, and lets policy tools see the two as one. */
function associate(scope: Construct, stage: apigateway.Stage, webAclArn: string): void {
  new wafv2.CfnWebACLAssociation(scope, 'Association', { resourceArn: stage.stageArn, webAclArn });
}

function placeRule(
  scope: Construct,
  rule: UnorderedRule,
  priority: number,
  mode: FirewallMode,
): wafv2.CfnWebACL.RuleProperty {
  const counting = mode === FirewallMode.COUNT ? countOnly(rule) : rule;
  return { ...counting, priority, visibilityConfig: visibility(scope, rule.name) };
}

function countOnly(rule: UnorderedRule): UnorderedRule {
  return rule.overrideAction ? { ...rule, overrideAction: { count: {} } } : { ...rule, action: { count: {} } };
}

/** Metric names carry the construct's address: two web ACLs with the same names would share their metrics. */
function visibility(scope: Construct, name: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return {
    cloudWatchMetricsEnabled: true,
    sampledRequestsEnabled: true,
    metricName: `${name}-${scope.node.addr.slice(-8)}`,
  };
}
