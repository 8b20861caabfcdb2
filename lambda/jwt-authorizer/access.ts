import type { AccessRule } from '../../lib/private/authorizer-contract';
import type { DenialReason } from './auth-error';
import { claimOf, groupsOf, primitiveText } from './claims';
import { decodedParameter } from './path-parameter';
import { grantedScopes } from './token-scopes';
import type { VerifiedToken } from './verified-tokens';

/** What the rules of a route are judged by. */
export interface AccessInput {
  readonly token: VerifiedToken;
  /** As API Gateway passes them: not decoded. */
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How far the issuer's clock may be ahead. */
  readonly clockToleranceSeconds: number;
  readonly binding: Binding;
}

/** Why the request does not prove that its sender is the one the token was issued to; undefined if it does. */
export interface Binding {
  /** By the client certificate of the connection, RFC 8705. */
  readonly certificate?: DenialReason;
  /** By a proof that the key of the token signed, RFC 9449. */
  readonly dpop?: DenialReason;
}

/** Why the rule refuses, undefined if it grants. A rule that asks for nothing grants nothing. */
export function denial(rule: AccessRule, input: AccessInput): DenialReason | undefined {
  const { claims, issuer } = input.token;
  switch (rule.type) {
    case 'authenticated':
      return undefined;
    case 'anyScope':
      return unless(rule.scopes.some(includedIn(grantedScopes(input.token))), 'scope_missing');
    case 'allScopes':
      return unless(
        rule.scopes.length > 0 && rule.scopes.every(includedIn(grantedScopes(input.token))),
        'scope_missing',
      );
    case 'group':
      return unless(groupsOf(claims, issuer.groupsClaim).includes(rule.group), 'group_missing');
    case 'claim':
      return unless(primitiveText(claimOf(claims, rule.claim)) === rule.value, 'claim_mismatch');
    case 'claimOneOf': {
      const text = primitiveText(claimOf(claims, rule.claim));
      return unless(text !== undefined && rule.values.includes(text), 'claim_mismatch');
    }
    case 'claimContains': {
      const list = claimOf(claims, rule.claim);
      return unless(Array.isArray(list) && list.map(primitiveText).includes(rule.value), 'claim_mismatch');
    }
    case 'authenticationAge':
      return unless(isRecent(claimOf(claims, 'auth_time'), rule.maxSeconds, input), 'claim_mismatch');
    case 'claimEqualsPathParameter':
      return unless(claimEqualsPathParameter(rule, input), 'claim_mismatch');
    case 'certificateBound':
      return input.binding.certificate;
    case 'dpopBound':
      return input.binding.dpop;
    case 'allOf':
      return rule.rules.length > 0 ? firstDenial(rule.rules, input) : 'claim_mismatch';
    case 'anyOf':
      return rule.rules.some((part) => denial(part, input) === undefined)
        ? undefined
        : (firstDenial(rule.rules, input) ?? 'claim_mismatch');
    default:
      return unknownRule(rule);
  }
}

function unless(granted: boolean, reason: DenialReason): DenialReason | undefined {
  return granted ? undefined : reason;
}

function includedIn(list: readonly string[]): (item: string) => boolean {
  return (item) => list.includes(item);
}

function firstDenial(rules: readonly AccessRule[], input: AccessInput): DenialReason | undefined {
  for (const rule of rules) {
    const reason = denial(rule, input);
    if (reason) return reason;
  }
  return undefined;
}

/** A time in the future is no proof of anything; the tolerance works for the caller in neither direction. */
function isRecent(authTime: unknown, maxSeconds: number, { now, clockToleranceSeconds }: AccessInput): boolean {
  if (typeof authTime !== 'number' || !Number.isFinite(authTime)) return false;
  const age = now / 1_000 - authTime;
  return age >= -clockToleranceSeconds && age <= maxSeconds;
}

/** By code points, and without normalizing: two spellings of one accented letter are two values. */
function claimEqualsPathParameter(
  rule: Extract<AccessRule, { type: 'claimEqualsPathParameter' }>,
  { token, pathParameters }: AccessInput,
): boolean {
  const claim = claimOf(token.claims, rule.claim);
  const raw = Object.hasOwn(pathParameters, rule.parameter) ? pathParameters[rule.parameter] : undefined;
  const parameter = typeof raw === 'string' ? decodedParameter(raw) : undefined;
  return parameter !== undefined && typeof claim !== 'boolean' && primitiveText(claim) === parameter;
}

function unknownRule(rule: never): never {
  throw new TypeError(`unknown rule ${JSON.stringify(rule)}`);
}
