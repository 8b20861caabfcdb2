import { requireReason } from '../private/checks';

/** Options of `RequestBody.json`. */
export interface JsonBodyOptions {
  /**
   * What the body is, shown in the console.
   *
   * @default - none
   */
  readonly description?: string;
}

/** What a route's requests may carry. */
export class RequestBody {
  /**
   * A JSON body that API Gateway validates before the integration sees it, whatever content type the request claims.
   *
   * Objects that declare properties refuse unknown ones unless the schema says `additionalProperties`. A keyword that API
   * Gateway cannot enforce is an error at synth.
   *
   * @param schema a JSON Schema, as a plain object
   * @param options how to show the model
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows a JSON object by no other name
  public static json(schema: { [key: string]: any }, options: JsonBodyOptions = {}): RequestBody {
    return new RequestBody('json', schema, undefined, options.description);
  }

  /**
   * Any body; the integration validates it.
   *
   * @param reason why API Gateway need not validate it
   */
  public static unvalidated(reason: string): RequestBody {
    requireReason('RequestBody.unvalidated()', 'reason', reason);
    return new RequestBody('unvalidated', undefined, reason);
  }

  /** No body is expected, and the integration must not read one: API Gateway cannot refuse it. */
  public static none(): RequestBody {
    return new RequestBody('none');
  }

  private constructor(
    /** @internal */ public readonly _kind: 'json' | 'unvalidated' | 'none',
    /** @internal */ public readonly _schema?: { [key: string]: unknown },
    /** @internal */ public readonly _reason?: string,
    /** @internal */ public readonly _description?: string,
  ) {}
}
