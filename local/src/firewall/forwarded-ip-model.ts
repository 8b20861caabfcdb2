/** Takes the address from a header that the client may have written itself. */
export interface ForwardedIp {
  readonly headerName: string;
  /** What holds where the header has no valid address. */
  readonly fallback: boolean;
}
