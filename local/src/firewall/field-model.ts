/** A part of a request that a statement looks at. */
export type FieldModel =
  | { readonly type: 'uriPath' | 'queryString' | 'method' | 'allQueryArguments' }
  | { readonly type: 'header' | 'queryArgument'; readonly name: string }
  | { readonly type: 'body' | 'headerOrder'; readonly oversize: OversizeHandling }
  | JsonBodyField
  | PairsField;

/** What holds where the part is larger than WAF can see: go on with what it sees, or the answer itself. */
export type OversizeHandling = 'CONTINUE' | 'MATCH' | 'NO_MATCH';

export type MatchScope = 'ALL' | 'KEY' | 'VALUE';

export interface JsonBodyField {
  readonly type: 'jsonBody';
  readonly oversize: OversizeHandling;
  readonly scope: MatchScope;
  /** JSON pointers; undefined for all. */
  readonly paths?: readonly string[];
  /** What holds for a body that is not JSON; undefined to look at what comes before the error. */
  readonly invalid?: 'MATCH' | 'NO_MATCH' | 'EVALUATE_AS_STRING';
}

/** Many headers, or the cookies. */
export interface PairsField {
  readonly type: 'headers' | 'cookies';
  readonly oversize: OversizeHandling;
  readonly scope: MatchScope;
  readonly filter: PairsFilter;
}

export type PairsFilter =
  { readonly type: 'all' } | { readonly type: 'included' | 'excluded'; readonly names: readonly string[] };
