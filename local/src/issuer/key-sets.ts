import { parseIssuer } from './issuer-url';
import type { TrustedIssuer } from './trusted-issuer';

/**
 * Which key set an issuer signs with. One that an authorizer is configured for has the set of its `jwksUri`, to the letter
 * of host, path and query: another host than the issuer's, one set for several issuers, and several sets on one host are
 * all there in the field. Of any other issuer nothing but its host is known, and the set is that of the host.
 */
export class KeySets {
  /** Name of the set by issuer. */
  private readonly byIssuer = new Map<string, string>();
  private readonly byHost = new Map<string, Set<string>>();
  private readonly uris = new Set<string>();

  public constructor(trusted: readonly TrustedIssuer[]) {
    for (const { issuer, jwksUri } of trusted) {
      const name = jwksUri === undefined ? undefined : nameOf(jwksUri);
      if (name === undefined || this.byIssuer.has(issuer)) continue;
      this.byIssuer.set(issuer, name);
      this.uris.add(name);
      this.bind(hostOfIssuer(issuer), name);
    }
  }

  /** Hosts that have a key set. */
  public get hosts(): readonly string[] {
    return [...this.uris].map((uri) => new URL(uri).hostname);
  }

  /** The set that an issuer signs with. */
  public of(issuer: string): string {
    const { host, location } = parseIssuer(issuer);
    const exact = this.byIssuer.get(issuer);
    if (exact !== undefined) return exact;
    const [alike] = [...this.byIssuer].find(([known]) => locationOfIssuer(known) === location) ?? [];
    return (alike === undefined ? undefined : this.byIssuer.get(alike)) ?? host;
  }

  /** The sets at a URL: the one that is configured there, else those of the host and of the issuers on it. */
  public at(host: string, target: string): readonly string[] {
    const name = nameOf(`https://${host}${target}`);
    if (name !== undefined && this.uris.has(name)) return [name];
    return [host, ...(this.byHost.get(host) ?? [])];
  }

  /** Where the keys of an issuer are, if an authorizer says so. */
  public uriOf(issuer: string): string | undefined {
    return this.byIssuer.get(issuer);
  }

  private bind(host: string | undefined, name: string): void {
    if (host === undefined) return;
    this.byHost.set(host, (this.byHost.get(host) ?? new Set()).add(name));
  }
}

/** Without the port: whichever it is, it leads here. */
function nameOf(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const { hostname, pathname, search, protocol } = new URL(uri);
  return protocol === 'https:' ? `https://${hostname}${pathname}${search}` : undefined;
}

function hostOfIssuer(issuer: string): string | undefined {
  return locationOfIssuer(issuer)?.split('/')[0];
}

function locationOfIssuer(issuer: string): string | undefined {
  try {
    return parseIssuer(issuer).location;
  } catch {
    return undefined;
  }
}
