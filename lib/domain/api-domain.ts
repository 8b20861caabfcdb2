import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { SecureApiError, show } from '../private/errors';
import {
  type ApiDomainOptions,
  type CertificateDomainOptions,
  checkDomainOptions,
  type HostedZoneDomainOptions,
  isWildcard,
} from './api-domain-options';
import { checkHostedZone, hostedZoneFaults } from './hosted-zone';
import { checkTruststoreBucket, truststoreFaults } from './mutual-tls';
import type { TlsPolicy } from './tls-policy';
import { duplicateNameFaults } from './unique-name';

/** What a domain is mapped to. */
export interface DomainContext {
  readonly api: apigateway.RestApi;
  readonly stage: apigateway.Stage;
  readonly tlsPolicy: TlsPolicy;
}

/** The API's custom domain, served over TLS only. With one, the execute-api endpoint is off. An immutable value. */
export class ApiDomain {
  /**
   * A name in a Route 53 hosted zone: certificate, its validation and the alias records (A and AAAA) come with it, and the
   * endpoints speak IPv6, too.
   *
   * @param options the name and its zone
   */
  public static inHostedZone(options: HostedZoneDomainOptions): ApiDomain {
    const at = 'ApiDomain.inHostedZone()';
    checkDomainOptions(at, options);
    checkHostedZone(at, options.domainName, options.hostedZone);
    return new ApiDomain(options, (scope) => {
      const validation = acm.CertificateValidation.fromDns(options.hostedZone);
      return new acm.Certificate(scope, 'Certificate', { domainName: options.domainName, validation });
    });
  }

  /**
   * A name with a certificate of your own; you point the name to `api.domainName` yourself. The endpoints speak IPv4.
   *
   * @param options the name and its certificate
   */
  public static withCertificate(options: CertificateDomainOptions): ApiDomain {
    checkDomainOptions('ApiDomain.withCertificate()', options);
    return new ApiDomain(options, (scope) => {
      checkCertificateRegion(scope, options.certificate);
      return options.certificate;
    });
  }

  private constructor(
    private readonly options: ApiDomainOptions & { readonly hostedZone?: route53.IHostedZone },
    private readonly certificateFor: (scope: Construct) => acm.ICertificate,
  ) {}

  /**
   * Undefined where many hosts serve the API and none was named.
   *
   * @internal
   */
  public get _url(): string | undefined {
    const { domainName, basePath, urlHost } = this.options;
    if (isWildcard(domainName) && urlHost === undefined) return undefined;
    return `https://${urlHost ?? domainName}/${basePath === undefined ? '' : `${basePath}/`}`;
  }

  /**
   * Whether the endpoints speak IPv6 besides IPv4: where we write the AAAA record.
   *
   * @internal
   */
  public get _dualStack(): boolean {
    return this.options.hostedZone !== undefined;
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
    if (mutualTls) checkTruststoreBucket(scope, mutualTls);
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
    scope.node.addValidation({
      validate: () => [
        ...duplicateNameFaults(domain),
        ...(mutualTls ? truststoreFaults(scope, domain, mutualTls) : []),
        ...(hostedZone ? hostedZoneFaults(scope, hostedZone) : []),
      ],
    });
    new apigateway.BasePathMapping(scope, 'Mapping', { domainName: domain, restApi: api, stage, basePath });
    if (hostedZone) {
      // The L2 class has no property for it; an AAAA record of an endpoint without IPv6 leads nowhere.
      (domain.node.defaultChild as apigateway.CfnDomainName).endpointConfiguration = {
        types: [apigateway.EndpointType.REGIONAL],
        ipAddressType: apigateway.IpAddressType.DUAL_STACK,
      };
      const alias = {
        zone: hostedZone,
        // The dot says that the name is whole; the zone's, which may be a token or in capitals, is not appended.
        recordName: `${domainName}.`,
        target: route53.RecordTarget.fromAlias(new targets.ApiGatewayDomain(domain)),
      };
      new route53.ARecord(scope, 'Ipv4', alias);
      new route53.AaaaRecord(scope, 'Ipv6', alias);
    }
    return domain;
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
