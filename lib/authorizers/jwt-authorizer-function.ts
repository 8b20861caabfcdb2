import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { requireInteger, requireNonEmpty } from '../private/checks';
import type {
  AuthorizerConfig,
  AuthorizerConfigVariable,
  IssuerConfig,
  IssuersDocument,
  IssuersFile,
  RouteRule,
  RouteRules,
  RouteRulesFile,
  UsageKeyPrefixVariable,
} from '../private/authorizer-contract';
import { SecureApiError } from '../private/errors';
import { HandlerCode } from '../private/handler-asset';
import { parseRouteKey, type RouteKey } from '../routes/route-key';
import { type TokenUsage } from '../usage/token-usage';
import type { Access } from './access';
import { contextClaimsOf } from './context-claims';
import { asksFor, decisionOf, pathParametersOf } from './access-rules';
import { checkGrantable, warnOfDeadBranches } from './grantable-check';
import { placeIssuers, type PlacedIssuers, requireDistinctIssuers } from './issuer-placement';
import type { JwtAuthorizerFunctionProps } from './jwt-authorizer-function-props';
import { createAuthorizerRole } from './jwt-authorizer-role';
import { checkTokenTable } from './token-table';
import type { OwnAuthorizers } from './wiring/method-findings';
import { checkWiring } from './wiring/wiring-check';

const CONFIG_VARIABLE: AuthorizerConfigVariable = 'AUTHORIZER_CONFIG';
const RULES_FILE: RouteRulesFile = 'routes.json';
const ISSUERS_FILE: IssuersFile = 'issuers.json';
const KEY_PREFIX: UsageKeyPrefixVariable = 'USAGE_KEY_PREFIX';
const MAX_CONFIG_LENGTH = 3_800;
/** An issuer's clock may be ahead of ours; nothing lives longer by that, because `exp` stays exact. */
const NOT_BEFORE_TOLERANCE_SECONDS = 10;
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;
/** What CDK tokens stand for is known at deployment only: so long are ids of pools and clients at most, and ARNs of tables. */
const ID_LENGTH = 40;
const ARN_LENGTH = 140;

/**
 * The Lambda function that verifies JSON Web Tokens and decides route by route who may call.
 *
 * It answers API Gateway's REQUEST authorizer events. A route without a rule is denied. `ApiAuthorizer.jwt` makes and wires
 * one by itself; this construct is for those who wire it on their own.
 *
 * API Gateway caches what the function returns under the authorizer's identity sources, for 300 seconds unless told
 * otherwise, and evaluates it for every later request with the same values. So the authorizer needs the identity sources
 * `method.request.header.Authorization`, `context.httpMethod` and `context.path`, or a TTL of 0 seconds:
 *
 * - without the header, one caller's decision would be everybody's;
 * - without method and path, the decision about one request is looked at for another. It names the exact method ARN, so
 *   that it lets nobody in there; but the same token gets 403 on every other path, and if the API has a resource policy
 *   that allows, API Gateway lets in where the decision says nothing;
 * - a rule about the sender (`Access.dpopBound()`, `Access.certificateBound()`) needs a TTL of the literal 0: a cached
 *   decision would let in whoever stole the token.
 *
 * At synth every authorizer of the app that names the function is looked at (directly, by version or alias, from other
 * stacks, in OpenAPI bodies): what would let somebody in is an error, the wrong 403 a warning. Authorizers of other apps,
 * and those that name the function by an ARN whose name CloudFormation generated, cannot be seen: keep to the above there.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export class JwtAuthorizerFunction extends Construct {
  /** The function. */
  public readonly function: lambda.Function;
  /** Where the function logs one line per decision. */
  public readonly logGroup: logs.LogGroup;
  private readonly rules: { [routeKey: string]: RouteRule } = {};
  private readonly config: Omit<AuthorizerConfig, 'usageClients'>;
  private readonly issuers: readonly IssuerConfig[];
  private readonly placed: PlacedIssuers;
  private readonly provesDpop: boolean;
  private usage?: TokenUsage;
  private own?: OwnAuthorizers;
  private sealed = false;

  public constructor(scope: Construct, id: string, props: JwtAuthorizerFunctionProps) {
    super(scope, id);
    this.checkProps(props);
    this.logGroup = new logs.LogGroup(this, 'Log', {
      encryptionKey: props.encryptionKey,
      retention: props.logRetention ?? logs.RetentionDays.ONE_YEAR,
    });
    this.placed = placeIssuers(props.issuers);
    this.config = {
      issuers: this.placed.late,
      ...(this.placed.early.length > 0 && { issuersFile: ISSUERS_FILE }),
      contextClaims: contextClaimsOf(this, props.contextClaims),
      clockToleranceSeconds: props.clockTolerance?.toSeconds() ?? 0,
      ...(!props.clockTolerance && { notBeforeToleranceSeconds: NOT_BEFORE_TOLERANCE_SECONDS }),
      ...(props.revocationTable && { revocationTable: props.revocationTable.tableArn }),
      ...(props.dpopProofTable && { proofTable: props.dpopProofTable.tableArn }),
    };
    this.issuers = props.issuers.map((issuer) => issuer._config);
    this.provesDpop = props.dpopProofTable !== undefined;
    this.checkSize(this.config);
    this.listReasons(props);
    const { role, policy } = createAuthorizerRole(this, this.logGroup, props);
    this.function = new lambda.Function(this, 'Resource', {
      description: 'Verifies tokens and decides who may call which route',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: new HandlerCode('jwt-authorizer', () => this.files()),
      environment: {
        [CONFIG_VARIABLE]: Lazy.string({ produce: () => this.configText() }),
        POWERTOOLS_SERVICE_NAME: 'jwt-authorizer',
      },
      memorySize: props.memorySize ?? 512,
      timeout: Duration.seconds(8),
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      tracing: lambda.Tracing.ACTIVE,
      logGroup: this.logGroup,
      role,
      deadLetterTopic: props.deadLetterTopic,
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets,
      securityGroups: props.securityGroups,
    });
    if (policy) this.function.node.addDependency(policy);
    const cfnFunction = this.function.node.defaultChild as lambda.CfnFunction;
    const { rules } = this;
    this.node.addValidation({ validate: () => checkWiring(this, { cfnFunction, rules, own: this.own }) });
  }

  /**
   * Says who may call a route. The decision is about the exact method and path of the request, whatever authorizer asks.
   *
   * A rule about the sender (`Access.dpopBound()`, `Access.certificateBound()`) needs a TTL of 0 seconds on every authorizer
   * that calls the function; any other stops the synthesis.
   *
   * @param routeKey the route as `METHOD /path/{parameter}`, as in API Gateway's resource path
   * @param access the rule
   */
  public addRule(routeKey: string, access: Access): void {
    this._prepareRule(parseRouteKey(this, routeKey), access, true)();
  }

  /**
   * Says that a construct of this library puts its own authorizers in front of the function, and routes methods to them.
   *
   * @internal
   */
  public _ownedBy(own: OwnAuthorizers): void {
    this.own = own;
  }

  /**
   * Checks the rule and changes nothing; the function that it returns adds it.
   *
   * @internal
   */
  public _prepareRule(route: RouteKey, access: Access, perPath: boolean): () => void {
    const routeKey = route.text;
    if (this.sealed) {
      throw new SecureApiError(this, {
        code: 'AuthorizerRulesSealed',
        problem: `route '${routeKey}' came after the rules had been written`,
        rule: 'add every route before something resolves the template',
      });
    }
    if (this.rules[routeKey]) {
      throw new SecureApiError(this, {
        code: 'RouteDuplicate',
        problem: `route '${routeKey}' has a rule already`,
        rule: 'give each route one rule; combine several with Access.allOf() or Access.anyOf()',
      });
    }
    const parameters = pathParametersOf(access._rule);
    const unknown = parameters.find((parameter) => !route.pathParameters.includes(parameter));
    if (unknown !== undefined) {
      throw new SecureApiError(this, {
        code: 'AccessPathParameterUnknown',
        problem: `the access rule of '${routeKey}' names the path parameter '${unknown}'`,
        rule: `it must name one of the path's: ${route.pathParameters.join(', ') || 'it has none'}`,
      });
    }
    if (asksFor(access, 'dpopBound') && !this.provesDpop) {
      throw new SecureApiError(this, {
        code: 'DpopProofTableMissing',
        problem: `route '${routeKey}' asks for ${access.toString()}, and there is no 'dpopProofTable'`,
        rule: 'name one, for example a TokenTable: a proof that is not remembered could be sent again',
      });
    }
    checkGrantable(this, route, access, this.issuers);
    const decision = decisionOf(access, perPath);
    return () => {
      this.rules[routeKey] = { access: access._rule, decision };
      warnOfDeadBranches(this, route, access, this.issuers);
    };
  }

  /**
   * Answers the usage tier of every token that is let in.
   *
   * @internal
   */
  public _chooseUsage(usage: TokenUsage): void {
    this.usage = usage;
    this.function.addEnvironment(KEY_PREFIX, usage.keyPrefix);
  }

  /**
   * Everything that a decision depends on, for the hash that makes API Gateway deploy anew.
   *
   * @internal
   */
  public _fingerprint(): unknown {
    return Lazy.any({
      produce: () => ({ config: this.configText(), issuers: this.placed.early, rules: this.routeRules() }),
    });
  }

  private configText(): string {
    const usageClients = this.usage?.lateClients();
    const config: AuthorizerConfig = { ...this.config, ...(usageClients && { usageClients }) };
    this.checkSize(config);
    return Stack.of(this).toJsonString(config);
  }

  /** Lambda's environment holds 4 KB. */
  private checkSize(config: AuthorizerConfig): void {
    const { revocationTable = '', proofTable = '', ...ids } = config;
    const size = lengthOf(ids, ID_LENGTH) + lengthOf([revocationTable, proofTable], ARN_LENGTH);
    if (size <= MAX_CONFIG_LENGTH) return;
    throw new SecureApiError(this, {
      code: 'IssuersTooLarge',
      problem: `issuers with values that only the deployment knows, claims, tables and clients of usage tiers have ${size} characters together`,
      rule: `they may have ${MAX_CONFIG_LENGTH}, because they stand in the function's environment; write the URLs, audiences and client ids that you know as literal text: issuers without CDK tokens stand in a file, where there may be any number of them`,
    });
  }

  private files(): Record<string, string> {
    const { early: issuers } = this.placed;
    const document: IssuersDocument = { version: 1, issuers };
    return {
      [RULES_FILE]: this.seal(),
      ...(issuers.length > 0 && { [ISSUERS_FILE]: JSON.stringify(document, undefined, 1) }),
    };
  }

  private seal(): string {
    this.sealed = true;
    this.usage?.seal();
    return JSON.stringify(this.routeRules(), undefined, 1);
  }

  private routeRules(): RouteRules {
    const routes = Object.fromEntries(Object.entries(this.rules).sort(([a], [b]) => (a < b ? -1 : 1)));
    return { version: 1, routes, ...(this.usage && { usage: this.usage.rules() }) };
  }

  private listReasons({ issuers }: JwtAuthorizerFunctionProps): void {
    for (const { _config: config, _withoutAudienceReason: reason } of issuers) {
      if (reason === undefined || config.type !== 'oidc') continue;
      this.node.addMetadata('cdk-secure-api-gateway:issuer-without-audience', { issuer: config.issuer, reason });
    }
  }

  private checkProps(props: JwtAuthorizerFunctionProps): void {
    requireNonEmpty({ at: this, name: 'issuers', code: 'IssuersEmpty' }, props.issuers, 'no token could pass');
    requireDistinctIssuers({ at: this, name: 'issuers', code: 'IssuerDuplicate' }, props.issuers);
    for (const name of ['revocationTable', 'dpopProofTable'] as const) checkTokenTable(this, name, props[name]);
    if (props.clockTolerance !== undefined && !props.clockTolerance.isUnresolved()) {
      const place = { at: this, name: 'clockTolerance', code: 'ClockToleranceOutOfRange' } as const;
      requireInteger(place, props.clockTolerance.toMilliseconds() / 1000, 0, 60, 'seconds');
    }
  }
}

/** Length as JSON, if each CDK token becomes so long. */
function lengthOf(value: unknown, tokenLength: number): number {
  return JSON.stringify(value).replace(TOKEN, 'x'.repeat(tokenLength)).length;
}
