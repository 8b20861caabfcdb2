import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import { Token } from 'aws-cdk-lib';
import { fail, requirePattern } from '../private/checks';
import { checkMutualTls, type MutualTls } from './mutual-tls';

/** What every custom domain can be told. */
export interface ApiDomainOptions {
  /** Fully qualified name of the domain in lower case, `*.` in front for a wildcard. */
  readonly domainName: string;

  /**
   * First path segment under which the domain serves the API.
   *
   * @default - the API is at the root of the domain
   */
  readonly basePath?: string;

  /**
   * The host in the API's `url`, for a wildcard domain: one of the hosts that it stands for, such as `eu.api.example.com` for
   * `*.api.example.com`.
   *
   * @default - the domain name; of a wildcard domain the API has no URL, and to read `url` is an error
   */
  readonly urlHost?: string;

  /**
   * Ask callers for a client certificate. Needs `tlsPolicy: TlsPolicy.TLS_1_2` on the API.
   *
   * @default - none
   */
  readonly mutualTls?: MutualTls;
}

/** Options of `ApiDomain.inHostedZone`. */
export interface HostedZoneDomainOptions extends ApiDomainOptions {
  /**
   * The public hosted zone that the name belongs to; it gets the validation and the alias records. If it is imported, then with
   * its name: `HostedZone.fromLookup()` or `HostedZone.fromHostedZoneAttributes()`.
   */
  readonly hostedZone: route53.IHostedZone;
}

/** Options of `ApiDomain.withCertificate`. */
export interface CertificateDomainOptions extends ApiDomainOptions {
  /** A certificate for the name, in the API's region. */
  readonly certificate: acm.ICertificate;
}

const DOMAIN_NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Checks what does not depend on where the domain is used. */
export function checkDomainOptions(at: string, options: ApiDomainOptions): void {
  requirePattern(
    { at, name: 'domainName', code: 'DomainNameInvalid' },
    options.domainName,
    DOMAIN_NAME,
    'it must be a fully qualified domain name in lower case, without scheme, port and path',
  );
  if (options.basePath !== undefined) {
    requirePattern(
      { at, name: 'basePath', code: 'DomainBasePathInvalid' },
      options.basePath,
      /^[A-Za-z0-9$\-_.+!*'()]+$/,
      "it must be one path segment without slashes; leave 'basePath' out to serve the API at the root",
    );
  }
  if (options.urlHost !== undefined) checkUrlHost(at, options.domainName, options.urlHost);
  if (options.mutualTls !== undefined) checkMutualTls(at, options.mutualTls);
}

/** Whether the name stands for many hosts. */
export function isWildcard(domainName: string): boolean {
  return !Token.isUnresolved(domainName) && domainName.startsWith('*.');
}

/** A wildcard stands for one label: certificates know no other. */
function checkUrlHost(at: string, domainName: string, urlHost: string): void {
  const place = { at, name: 'urlHost', code: 'DomainUrlHostInvalid' } as const;
  if (Token.isUnresolved(domainName) || Token.isUnresolved(urlHost)) return;
  if (!isWildcard(domainName)) {
    if (urlHost === domainName) return;
    fail(place, urlHost, `the domain is the one host '${domainName}'; leave 'urlHost' out`);
  }
  const parent = domainName.slice(1);
  const label = typeof urlHost === 'string' && urlHost.endsWith(parent) ? urlHost.slice(0, -parent.length) : '';
  if (LABEL.test(label)) return;
  fail(place, urlHost, `it must be a host of '${domainName}': one label in lower case in place of the '*'`);
}
