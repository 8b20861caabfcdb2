/** A Lambda function of the assembly, as far as it can be run here. */
export interface FunctionModel {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** `nodejs24.x`, `python3.13`, … */
  readonly runtime: string;
  /** `index.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memorySize: number;
  readonly code: FunctionCode;
}

export type FunctionCode =
  | { readonly type: 'directory'; readonly path: string }
  | { readonly type: 'inline'; readonly source: string }
  /** It cannot be run here; requests that need it are refused. */
  | { readonly type: 'unavailable'; readonly why: string };
