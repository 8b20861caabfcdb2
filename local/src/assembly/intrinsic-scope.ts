/** `AWS::NoValue`: the property or element is as if it was not there. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** What an intrinsic function can ask about the stack that it is in. What only AWS knows comes back marked. */
export interface IntrinsicScope {
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  /** Undefined where it depends on something that only AWS knows. */
  condition(name: string): boolean | undefined;
  /** Undefined if there is no such entry. */
  mapping(map: string, key: string, secondKey: string): unknown;
  importValue(name: string): unknown;
}

/** An intrinsic function; its argument is as in the template. */
export type Intrinsic = (argument: unknown, scope: IntrinsicScope, resolve: Resolve) => unknown;

export type Resolve = (value: unknown, scope: IntrinsicScope) => unknown;
