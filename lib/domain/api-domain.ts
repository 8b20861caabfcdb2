import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { requirePattern } from '../private/checks';
import { SecureApiError, show } from '../private/errors';
import type { TlsPolicy } from './tls-policy';

/**
 * Client certificates that the domain asks for.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
 */
export interface MutualTls {
  /** The bucket that holds the truststore; versioned, in the API's region. */
  readonly truststoreBucket: s3.IBucket;

  /** Key of the truststore in the bucket: a PEM bundle of at most 1,000 CA certificates. */
  readonly truststoreKey: string;

  /** The exact version of the truststore, so that an overwritten object changes nothing by itself. */
  readonly truststoreVersion: string;
}

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
   * Ask callers for a client certificate. Needs `tlsPolicy: TlsPolicy.TLS_1_2` on the API.
   *
   * @default - none
   */
  readonly mutualTls?: MutualTls;
}

/** Options of `ApiDomain.inHostedZone`. */
export interface HostedZoneDomainOptions extends ApiDomainOptions {
  /** The public hosted zone that the name belongs to; it gets the validation and the alias records. */
  readonly hostedZone: route53.IHostedZone;
}

/** Options of `ApiDomain.withCertificate`. */
export interface CertificateDomainOptions extends ApiDomainOptions {
  /** A certificate for the name, in the API's region. */
  readonly certificate: acm.ICertificate;
}

/** What a domain is mapped to. */
export interface DomainContext {
  readonly api: apigateway.RestApi;
  readonly stage: apigateway.Stage;
  readonly tlsPolicy: TlsPolicy;
}

const DOMAIN_NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** The API's custom domain, served over TLS only. With one, the execute-api endpoint is off. An immutable value. */
export class ApiDomain {
  /**
   * A name in a Route 53 hosted zone: certificate, its validation and the alias records (A and AAAA) come with it.
   *
   * @param options the name and its zone
   */
  public static inHostedZone(options: HostedZoneDomainOptions): ApiDomain {
    checkOptions('ApiDomain.inHostedZone()', options);
    return new ApiDomain(options, (scope) => {
      const validation = acm.CertificateValidation.fromDns(options.hostedZone);
      return new acm.Certificate(scope, 'Certificate', { domainName: options.domainName, validation });
    });
  }

  /**
   * A name with a certificate of your own; you point the name to `api.domainName` yourself.
   *
   * @param options the name and its certificate
   */
  public static withCertificate(options: CertificateDomainOptions): ApiDomain {
    checkOptions('ApiDomain.withCertificate()', options);
    return new ApiDomain(options, (scope) => {
      checkCertificateRegion(scope, options.certificate);
      return options.certificate;
    });
  }

  private constructor(
    private readonly options: ApiDomainOptions & { readonly hostedZone?: route53.IHostedZone },
    private readonly certificateFor: (scope: Construct) => acm.ICertificate,
  ) {}

  /** @internal */
  public get _url(): string {
    const { domainName, basePath } = this.options;
    return `https://${domainName}/${basePath === undefined ? '' : `${basePath}/`}`;
  }

  /** @internal */
  public get _asksForCertificates(): boolean {
    return this.options.mutualTls !== undefined;
  }

  /** @internal */
  public _bind(scope: Construct, { api, stage, tlsPolicy }: DomainContext): apigateway.DomainName {
    const { domainName, basePath, mutualTls, hostedZone } = this.options;
    if (mutualTls && tlsPolicy._enhanced) {
      throw new SecureApiError(scope, {
        code: 'MutualTlsEnhancedPolicy',
        problem: `'domain.mutualTls' is set while 'tlsPolicy' is ${tlsPolicy.toString()}`,
        rule: "API Gateway allows mutual TLS with the legacy policy only; set 'tlsPolicy: TlsPolicy.TLS_1_2'",
      });
    }
    const domain = new apigateway.DomainName(scope, 'Name', {
      domainName,
      certificate: this.certificateFor(scope),
      endpointType: apigateway.EndpointType.REGIONAL,
      securityPolicy: tlsPolicy._policy,
      endpointAccessMode: tlsPolicy._accessMode,
      mtls: mutualTls && {
        bucket: mutualTls.truststoreBucket,
        key: mutualTls.truststoreKey,
        version: mutualTls.truststoreVersion,
      },
    });
    new apigateway.BasePathMapping(scope, 'Mapping', { domainName: domain, restApi: api, stage, basePath });
    if (hostedZone) {
      const alias = {
        zone: hostedZone,
        recordName: domainName,
        target: route53.RecordTarget.fromAlias(new targets.ApiGatewayDomain(domain)),
      };
      new route53.ARecord(scope, 'Ipv4', alias);
      new route53.AaaaRecord(scope, 'Ipv6', alias);
    }
    return domain;
  }
}

function checkOptions(at: string, options: ApiDomainOptions): void {
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
}

/** A regional endpoint needs a certificate of its own region; one in us-east-1 is what edge-optimized endpoints want. */
function checkCertificateRegion(scope: Construct, certificate: acm.ICertificate): void {
  const { region } = Stack.of(scope);
  const arn = certificate.certificateArn;
  const certificateRegion = Token.isUnresolved(arn)
    ? certificate.env.region
    : Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).region;
  if (certificateRegion === undefined || Token.isUnresolved(region) || Token.isUnresolved(certificateRegion)) return;
  if (certificateRegion === region) return;
  throw new SecureApiError(scope, {
    code: 'DomainCertificateRegion',
    problem: `the certificate of 'domain' is in ${show(certificateRegion)} and the API in ${show(region)}`,
    rule: "a regional endpoint needs a certificate of the API's own region (us-east-1 serves edge-optimized endpoints, which are not offered)",
  });
}
