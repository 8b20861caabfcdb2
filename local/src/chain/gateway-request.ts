/** A request as it came in, before anything has looked at it. */
export interface GatewayRequest {
  /** Upper case. */
  readonly method: string;
  /** Path with the stage or the base path in front, still percent-encoded, without the query. */
  readonly rawPath: string;
  /** Path below the stage or the base path, still percent-encoded; `/` at least. */
  readonly path: string;
  /** Without the question mark; empty without a query. */
  readonly rawQuery: string;
  /** In the client's order and case; a name may come several times. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** Two letters, from the header that the test kit reads it from; undefined if nobody said. */
  readonly country?: string;
  /** Of the Host header, without the port. */
  readonly host: string;
  readonly tls: { readonly version: string; readonly cipher: string };
  readonly receivedAt: number;
}

/** What goes back to the client. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** All values of a header, whatever its case; empty without one. */
export function headerValues(headers: GatewayRequest['headers'], name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}

/** The last value of a header, as API Gateway's `headers` maps hold it. */
export function headerValue(headers: GatewayRequest['headers'], name: string): string | undefined {
  return headerValues(headers, name).at(-1);
}

/** The pairs of the query, decoded, in their order. */
export function queryPairs(rawQuery: string): readonly (readonly [name: string, value: string])[] {
  return [...new URLSearchParams(rawQuery)];
}
