/** A resource of the template, with every intrinsic function in its properties resolved. */
export interface ResolvedResource {
  /** Logical id; in a nested stack, below the logical ids of the stacks around it: `Group/Method`. */
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What `Ref` gives: the physical name that stands for the one which AWS would choose. */
  readonly ref: string;
  /** The template's own `Metadata`, for example `aws:asset:path`. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Folder of the cloud assembly that the resource's stack is in: asset paths are relative to it. */
  readonly directory: string;
}

/** A stack and its nested stacks as one flat list of resources; a resource whose condition is false is not in it. */
export interface ResolvedStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly resources: readonly ResolvedResource[];
  /** Key of an object in an assets bucket to the file or folder that is published there. */
  readonly assets?: ReadonlyMap<string, string>;
  /** What could not be resolved, in words: `Logical: …`. */
  readonly findings: readonly string[];
}

/** Stands in a resolved value for a part that cannot be known without AWS; a `Join` may glue it to what is before it. */
export const UNRESOLVED = /unresolved\([^)]*\)/;

/** Marks a part of a value that cannot be known without AWS. */
export function unresolved(what: string): string {
  return `unresolved(${what.replace(/[()]/g, '')})`;
}

/** Whether any part of a resolved value cannot be known without AWS. A guard that depends on it must refuse. */
export function isUnresolved(value: unknown): boolean {
  if (typeof value === 'string') return UNRESOLVED.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(isUnresolved);
}
