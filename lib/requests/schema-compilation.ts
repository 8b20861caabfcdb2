import type { Draft } from './schema-draft';
import type { Caller } from './schema-faults';
import type { JsonObject } from './schema-json';

/** What the author should know about a schema that compiled. */
export interface SchemaFinding {
  /** `openObject`: unknown properties are accepted here. `formatNotEnforced`: do not rely on this format. */
  readonly kind: 'openObject' | 'formatNotEnforced';
  /** JSON pointer into the schema as the author wrote it, with a leading `#`. */
  readonly pointer: string;
}

/** Where a schema stands, and which instance it describes. */
export interface Position {
  readonly pointer: string;
  /** Name of the root's definition that it belongs to; undefined for the root schema itself. */
  readonly definition?: string;
  /** Another schema may describe the same instance: refusing unknown properties here could refuse known ones. */
  readonly shared: boolean;
  /** It describes the very instance that its definition describes, and not a property or an item of it. */
  readonly inPlace: boolean;
}

/** A `$ref`, kept until all are known. */
export interface Reference {
  readonly from: Position;
  readonly pointer: string;
  readonly value: string;
  /** Name of the definition that it points at. */
  readonly target: string;
}

/** Something to report, or to close, once all references are known; in document order. */
export type Note =
  | { readonly kind: 'format'; readonly pointer: string }
  | {
      readonly kind: 'object';
      readonly position: Position;
      readonly schema: JsonObject;
      readonly output: Record<string, unknown>;
    };

/** One run of the compiler. */
export interface Compilation {
  readonly at: Caller;
  readonly draft: Draft | undefined;
  readonly root: JsonObject;
  /** Whether the schema came as an object that jsii may have dropped nulls from. */
  readonly nullsMayBeLost: boolean;
  readonly notes: Note[];
  readonly references: Reference[];
  /** Compiles a schema in whatever position a keyword holds it. */
  compile(schema: unknown, position: Position): Record<string, unknown>;
}

/** One keyword in one schema; compiling it writes to `output`. */
export interface KeywordSite {
  readonly compilation: Compilation;
  readonly schema: JsonObject;
  readonly position: Position;
  readonly keyword: string;
  readonly value: unknown;
  /** Pointer of the keyword itself. */
  readonly pointer: string;
  readonly output: Record<string, unknown>;
}
