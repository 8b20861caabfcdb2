import { type Duration, Token } from 'aws-cdk-lib';
import type { AccessRule, ClaimName } from '../private/authorizer-contract';
import { fail, requireInteger } from '../private/checks';
import type { ErrorCode } from '../private/errors';
import { claimNameOf, describeClaim } from './claim-name';

/** Characters of a scope token, RFC 6749 section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * Who may call a route: a rule over the claims of a verified token, evaluated by the authorizer.
 *
 * Rules are data: they are written beside the authorizer at synth, so scopes, groups, claim names and claim values must be
 * literal strings, never CDK tokens.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc6749#section-3.3
 */
export class Access {
  /**
   * Anyone with a valid token of one of the authorizer's issuers.
   *
   * With `ApiAuthorizer.userPool` this is a valid ID token of one of the pools.
   */
  public static authenticated(): Access {
    return new Access({ type: 'authenticated' }, 'any valid token');
  }

  /**
   * Callers whose token holds this OAuth 2.0 scope.
   *
   * @param scope one scope token, for example `orders/read`
   */
  public static scope(scope: string): Access {
    checkScopes('Access.scope()', [scope]);
    return new Access({ type: 'anyScope', scopes: [scope] }, `scope ${scope}`);
  }

  /**
   * Callers whose token holds at least one of these scopes.
   *
   * @param scopes one or more scope tokens
   */
  public static anyScope(...scopes: string[]): Access {
    checkScopes('Access.anyScope()', scopes);
    return new Access({ type: 'anyScope', scopes }, `any scope of ${scopes.join(', ')}`);
  }

  /**
   * Callers whose token holds each of these scopes.
   *
   * @param scopes one or more scope tokens
   */
  public static allScopes(...scopes: string[]): Access {
    checkScopes('Access.allScopes()', scopes);
    return new Access({ type: 'allScopes', scopes }, `all scopes of ${scopes.join(', ')}`);
  }

  /**
   * Members of this group: claim `cognito:groups` of a user pool, the `groupsClaim` of an OIDC issuer.
   *
   * @param group name of the group, exact and case-sensitive
   */
  public static inGroup(group: string): Access {
    checkLiteral('Access.inGroup()', 'group', group, 'AccessClaimInvalid');
    return new Access({ type: 'group', group }, `group ${group}`);
  }

  /**
   * Callers whose token holds this claim with exactly this value; numbers and booleans are compared in their JSON form.
   *
   * @param name name of the claim; `ClaimPath.of()` for one inside of another
   * @param value the value that the claim must have
   */
  public static claim(name: string, value: string): Access {
    const claim = checkClaim('Access.claim()', 'name', name);
    checkLiteral('Access.claim()', 'value', value, 'AccessClaimInvalid');
    return new Access({ type: 'claim', claim, value }, `claim ${describeClaim(claim)} = ${value}`);
  }

  /**
   * Callers whose token holds this claim with one of these values; numbers and booleans are compared in their JSON form.
   *
   * @param name name of the claim; `ClaimPath.of()` for one inside of another
   * @param values one or more values
   */
  public static claimOneOf(name: string, ...values: string[]): Access {
    const claim = checkClaim('Access.claimOneOf()', 'name', name);
    checkValues('Access.claimOneOf()', 'values', values);
    return new Access(
      { type: 'claimOneOf', claim, values },
      `claim ${describeClaim(claim)} one of ${values.join(', ')}`,
    );
  }

  /**
   * Callers whose token holds a list under this claim, and this value in it. A claim that is text is no list: it is
   * neither split nor searched.
   *
   * @param name name of the claim; `ClaimPath.of()` for one inside of another
   * @param value a member that the list must have; numbers and booleans are compared in their JSON form
   */
  public static claimContains(name: string, value: string): Access {
    const claim = checkClaim('Access.claimContains()', 'name', name);
    checkLiteral('Access.claimContains()', 'value', value, 'AccessClaimInvalid');
    return new Access({ type: 'claimContains', claim, value }, `claim ${describeClaim(claim)} contains ${value}`);
  }

  /**
   * Callers who proved who they are a short time ago: claim `auth_time` (OpenID Connect Core 1.0, section 2) is there and at
   * most so old. A token from a refresh keeps the time of the first sign-in.
   *
   * A kept decision may be older by the authorizer's `cacheTtl`.
   *
   * @param maxAge whole seconds, at least 1
   */
  public static authenticatedWithin(maxAge: Duration): Access {
    const place = { at: 'Access.authenticatedWithin()', name: 'maxAge' };
    if (maxAge.isUnresolved()) refuseToken(place.at, place.name, maxAge.toString());
    const maxSeconds = maxAge.toMilliseconds() / 1_000;
    requireInteger({ ...place, code: 'AccessAgeOutOfRange' }, maxSeconds, 1, 31_536_000, 'seconds');
    return new Access({ type: 'authenticationAge', maxSeconds }, `signed in within ${maxSeconds} s`);
  }

  /**
   * Callers whose authentication context class reference, claim `acr`, is one of these (RFC 9470).
   *
   * @param values one or more references, exact and case-sensitive
   */
  public static authenticationContext(...values: string[]): Access {
    checkValues('Access.authenticationContext()', 'values', values);
    return Access.claimOneOf('acr', ...values);
  }

  /**
   * Callers who used each of these methods to sign in: claim `amr` contains them (RFC 8176), for example `mfa`.
   *
   * @param methods one or more authentication method references
   */
  public static authenticationMethods(...methods: string[]): Access {
    checkValues('Access.authenticationMethods()', 'methods', methods);
    const rules = methods.map((method) => Access.claimContains('amr', method));
    return rules.length === 1 ? rules[0] : Access.allOf(...rules);
  }

  /**
   * Callers whose token holds this claim with exactly the value of a path parameter of the request, for example the tenant.
   *
   * The parameter is decoded once and compared by code points, without normalizing: `auth0%7C5f7c` is the subject
   * `auth0|5f7c`. A broken escape, an encoded slash, a backslash, a control character or a dot segment equals no claim. REST
   * APIs pass handlers the parameter as it stands in the path, so decode it there too.
   *
   * The decision depends on the concrete path, so it is cached per path, not per route.
   *
   * @param claim name of the claim; `ClaimPath.of()` for one inside of another
   * @param parameter name of a parameter of the route's path, without braces
   */
  public static claimEqualsPathParameter(claim: string, parameter: string): Access {
    const name = checkClaim('Access.claimEqualsPathParameter()', 'claim', claim);
    checkLiteral('Access.claimEqualsPathParameter()', 'parameter', parameter, 'AccessClaimInvalid');
    const description = `claim ${describeClaim(name)} = {${parameter}}`;
    return new Access({ type: 'claimEqualsPathParameter', claim: name, parameter }, description);
  }

  /**
   * Callers who hold the client certificate that their token was issued to: the claim `cnf` names it by `x5t#S256`
   * (RFC 8705, section 3.1). The API needs a domain with `mutualTls`.
   *
   * No decision is kept for such a route, so every request runs the authorizer. Once one route asks for this, tokens that are
   * bound to a certificate are refused on every route that does not.
   */
  public static certificateBound(): Access {
    return new Access({ type: 'certificateBound' }, 'a token bound to the client certificate');
  }

  /**
   * Callers who prove by DPoP that they hold the key that their token was issued to: the header `Authorization: DPoP ...`
   * comes with one `DPoP` header, a proof signed for exactly this request (RFC 9449). A proof is good for 60 seconds and
   * counts once. The authorizer needs a `dpopProofTable`. Nonces of the server are not used.
   *
   * No decision is kept for such a route, so every request runs the authorizer. Once one route asks for this, tokens that are
   * bound to a key are refused on every route that does not.
   */
  public static dpopBound(): Access {
    return new Access({ type: 'dpopBound' }, 'a token bound to a DPoP key');
  }

  /**
   * Callers that satisfy each of these rules.
   *
   * @param rules one or more rules
   */
  public static allOf(...rules: Access[]): Access {
    checkList('Access.allOf()', 'rules', rules);
    return new Access({ type: 'allOf', rules: rules.map((access) => access._rule) }, describeAll(rules, ' and '));
  }

  /**
   * Callers that satisfy at least one of these rules.
   *
   * @param rules one or more rules
   */
  public static anyOf(...rules: Access[]): Access {
    checkList('Access.anyOf()', 'rules', rules);
    return new Access({ type: 'anyOf', rules: rules.map((access) => access._rule) }, describeAll(rules, ' or '));
  }

  private constructor(
    /** @internal */ public readonly _rule: AccessRule,
    private readonly description: string,
  ) {}

  /** The rule in words, for summaries. */
  public toString(): string {
    return this.description;
  }
}

function describeAll(rules: readonly Access[], glue: string): string {
  return rules.length === 1 ? rules[0].toString() : `(${rules.map((access) => access.toString()).join(glue)})`;
}

function checkValues(at: string, name: string, values: readonly string[]): void {
  checkList(at, name, values);
  for (const value of values) checkLiteral(at, name, value, 'AccessClaimInvalid');
}

function checkScopes(at: string, scopes: readonly string[]): void {
  checkList(at, 'scopes', scopes);
  for (const scope of scopes) {
    checkLiteral(at, 'scope', scope, 'AccessScopeInvalid');
    if (!SCOPE.test(scope)) {
      fail(
        { at, name: 'scope', code: 'AccessScopeInvalid' },
        scope,
        'it must be one scope token of RFC 6749: printable ASCII without space, quote and backslash; name several as several arguments',
      );
    }
  }
}

function checkList(at: string, name: string, list: readonly unknown[]): void {
  if (Token.isUnresolved(list)) refuseToken(at, name, list);
  if (name === 'rules' && list.some((rule) => (rule as Partial<Access> | undefined)?._rule === undefined)) {
    fail({ at, name, code: 'AccessMissing' }, list, 'each must be an Access, given as an argument of its own');
  }
  if (list.length === 0) {
    fail({ at, name, code: 'AccessListEmpty' }, list, 'it must hold at least one; an empty list never means everyone');
  }
}

function checkClaim(at: string, name: string, claim: string): ClaimName {
  checkLiteral(at, name, claim, 'AccessClaimInvalid');
  return claimNameOf({ at, name }, claim);
}

function checkLiteral(at: string, name: string, value: string, code: ErrorCode): void {
  if (Token.isUnresolved(value)) refuseToken(at, name, value);
  if (typeof value !== 'string' || value.length === 0) {
    fail({ at, name, code }, value, 'it must be a string of at least one character');
  }
}

function refuseToken(at: string, name: string, value: unknown): never {
  return fail(
    { at, name, code: 'AccessTokenUnresolved' },
    value,
    'it must be a literal string, because access rules are written at synth; repeat the name that you gave to the resource',
  );
}
