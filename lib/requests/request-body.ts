import { requireReason } from '../private/checks';
import { parseSchemaText } from './schema-text';

/** Options of `RequestBody.jsonText`. */
export interface JsonTextBodyOptions {
  /**
   * What the body is, shown in the console.
   *
   * @default - none
   */
  readonly description?: string;
}

/** Options of `RequestBody.json`. */
export interface JsonBodyOptions extends JsonTextBodyOptions {
  /**
   * Whether empty schemas, and objects in `enum` and `const`, are meant as they arrive. Never say so from Python, Java, .NET
   * or Go: what is empty there may have held a null; use `RequestBody.jsonText`.
   *
   * @default false
   */
  readonly allowEmptySchemas?: boolean;
}

/** What a route's requests may carry. */
export class RequestBody {
  /**
   * A JSON body that API Gateway validates before the integration sees it, whatever content type the request claims.
   *
   * Objects that declare properties refuse unknown ones unless the schema says `additionalProperties`. A keyword that API
   * Gateway cannot enforce is an error at synth.
   *
   * From TypeScript and JavaScript. From every other language jsii drops members that are null, so that `{"const": null}`
   * arrives as `{}`, which accepts everything, and nothing here can see it: use `RequestBody.jsonText` there. What may have
   * lost a null is therefore refused (`SchemaEmpty`): a subschema that accepts everything, which can be written as `true`
   * (from draft-06 on), and an object in `enum` or `const`.
   *
   * @param schema a JSON Schema, as a plain object
   * @param options how to show the model
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows a JSON object by no other name
  public static json(schema: { [key: string]: any }, options: JsonBodyOptions = {}): RequestBody {
    return new RequestBody('json', schema, undefined, options.description, options.allowEmptySchemas !== true);
  }

  /**
   * Like `json`, with the schema as JSON text, which crosses from every language as it is written, nulls included: in Python
   * `RequestBody.json_text(json.dumps(schema))`.
   *
   * The text must be one JSON object (RFC 8259) without byte order mark, CDK tokens, or members that stand twice; an error
   * (`SchemaInvalid`) says at which line and column it is not.
   *
   * @param text a JSON Schema as JSON text, of at most 1,048,576 characters
   * @param options how to show the model
   */
  public static jsonText(text: string, options: JsonTextBodyOptions = {}): RequestBody {
    return new RequestBody('json', parseSchemaText('RequestBody.jsonText()', text), undefined, options.description);
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
    /** @internal */ public readonly _nullsMayBeLost: boolean = false,
  ) {}
}
