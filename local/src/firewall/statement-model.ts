import type { FieldModel } from './field-model';
import type { ForwardedIp } from './forwarded-ip-model';
import type { RateKey } from './rate-model';

/** What a rule asks about a request; the answer may be that it cannot be told. */
export type StatementModel =
  | { readonly type: 'and'; readonly statements: readonly StatementModel[] }
  | { readonly type: 'or'; readonly statements: readonly StatementModel[] }
  | { readonly type: 'not'; readonly statement: StatementModel }
  | TextModel
  | SizeConstraintModel
  | IpSetModel
  | GeoMatchModel
  | LabelMatchModel
  | RateBasedModel
  /** A rule group of AWS or of a vendor: not simulated, never matches, and said to be so before the gateway serves. */
  | { readonly type: 'managed'; readonly name: string }
  | UnknownModel;

/** It cannot be told whether a request matches. */
export interface UnknownModel {
  readonly type: 'unknown';
  readonly why: string;
}

/** A part of the request, and what is done to it before it is looked at. */
interface FieldStatement {
  readonly field: FieldModel;
  /** WAF's names, in their order. */
  readonly transformations: readonly string[];
}

export type TextModel = ByteMatchModel | RegexMatchModel;

export interface ByteMatchModel extends FieldStatement {
  readonly type: 'byteMatch';
  readonly constraint: ByteConstraint;
  /** One character for each byte. */
  readonly search: string;
}

export type ByteConstraint = 'EXACTLY' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'CONTAINS_WORD';

/** One regular expression, or those of a RegexPatternSet of which any may match. */
export interface RegexMatchModel extends FieldStatement {
  readonly type: 'regexMatch';
  readonly patterns: readonly string[];
}

export interface SizeConstraintModel extends FieldStatement {
  readonly type: 'sizeConstraint';
  readonly operator: SizeOperator;
  /** In bytes, after the transformations. */
  readonly size: number;
}

export type SizeOperator = 'EQ' | 'NE' | 'LE' | 'LT' | 'GE' | 'GT';

export interface IpSetModel {
  readonly type: 'ipSet';
  /** CIDR blocks, IPv4 or IPv6. */
  readonly addresses: readonly string[];
  readonly forwarded?: ForwardedIp & { readonly position: 'FIRST' | 'LAST' | 'ANY' };
}

export interface GeoMatchModel {
  readonly type: 'geoMatch';
  readonly countryCodes: readonly string[];
  readonly forwarded?: ForwardedIp;
}

export interface LabelMatchModel {
  readonly type: 'labelMatch';
  readonly scope: 'LABEL' | 'NAMESPACE';
  readonly key: string;
  /** Prefix of the labels that the rule's own web ACL or rule group adds; holds where `key` is not fully qualified. */
  readonly ownPrefix: string;
}

/** Matches a request that is one too many for its key in the window. */
export interface RateBasedModel {
  readonly type: 'rateBased';
  /** Requests in the window that do not match yet. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** What makes up the key; empty for one count of all requests. */
  readonly keys: readonly RateKey[];
  /** Only requests that match are counted. */
  readonly scopeDown?: StatementModel;
}
