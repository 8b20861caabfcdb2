/** What the gateway may take for granted of parts that it cannot evaluate. Without, requests that need them are refused. */
export interface Assumptions {
  /**
   * `allows`: a web ACL that is associated with the stage and not in the assembly lets every request pass.
   *
   * @default - every request is refused while such a web ACL is associated
   */
  readonly webAcl?: 'allows';

  /**
   * `verified`: every client of a domain with mutual TLS has shown a certificate that the truststore knows. Which one is not
   * known: rules that look at the certificate still find none.
   *
   * @default - requests to such a domain are refused
   */
  readonly mutualTls?: 'verified';
}

/** The values of each; there are no others. */
export const ASSUMPTIONS: { readonly [name in keyof Assumptions]-?: readonly NonNullable<Assumptions[name]>[] } = {
  webAcl: ['allows'],
  mutualTls: ['verified'],
};
