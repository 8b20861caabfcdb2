/** Runs Lambda functions; nothing that a function does reaches the gateway's own process. */
export interface FunctionInvoker {
  /**
   * @param arn ARN of the function; a version or alias after it is allowed
   * @param event what the handler gets, as JSON
   */
  invoke(arn: string, event: unknown): Promise<Invocation>;
  close(): Promise<void>;
}

export type Invocation =
  /** `payload` went through JSON, as between Lambda and API Gateway; undefined for a handler that returned nothing. */
  | { readonly outcome: 'returned'; readonly payload: unknown; readonly requestId: string }
  /** The handler threw, exited, or answered something that is not JSON. */
  | {
      readonly outcome: 'failed';
      readonly errorType: string;
      readonly errorMessage: string;
      readonly requestId: string;
    }
  /** The function's own timeout passed. */
  | { readonly outcome: 'timeout'; readonly requestId: string }
  /** There is no such function, or it cannot be run here. */
  | { readonly outcome: 'unavailable'; readonly why: string };
