import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiDomain, RouteTarget, type SecureApiGateway, TlsPolicy } from '../../../lib';
import { ACCOUNT, newApp, newGateway, newStack, newStackIn, onlyResource, propertiesOf } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });

function certificateArn(region: string): string {
  return `arn:aws:acm:${region}:${ACCOUNT}:certificate/0a1b2c3d`;
}

function certificateIn(stack: Stack, region = 'eu-west-3'): acm.ICertificate {
  return acm.Certificate.fromCertificateArn(stack, 'Certificate', certificateArn(region));
}

function gatewayWith(
  domain: ApiDomain,
  stack: Stack,
  tlsPolicy?: TlsPolicy,
): { api: SecureApiGateway; template: Template } {
  const api = newGateway(stack, { domain, tlsPolicy });
  api.addRoute('GET /a', target, { access: Access.authenticated() });
  return { api, template: Template.fromStack(stack) };
}

describe('a domain in a hosted zone', () => {
  const stack = newStackIn('eu-west-3');
  const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
    hostedZoneId: 'Z0123',
    zoneName: 'acme.com',
  });
  const { api, template } = gatewayWith(ApiDomain.inHostedZone({ domainName: 'api.acme.com', hostedZone }), stack);
  const domain = onlyResource(template, 'AWS::ApiGateway::DomainName');

  test('is regional, with a certificate that DNS validates', () => {
    const certificate = onlyResource(template, 'AWS::CertificateManager::Certificate');
    expect(certificate.Properties).toMatchObject({
      DomainName: 'api.acme.com',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'api.acme.com', HostedZoneId: 'Z0123' }],
    });
    expect(domain.Properties).toMatchObject({
      DomainName: 'api.acme.com',
      EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
      RegionalCertificateArn: { Ref: certificate.logicalId },
    });
    expect(domain.Properties).not.toHaveProperty('MutualTlsAuthentication');
  });

  test('has an alias record for IPv4 and one for IPv6', () => {
    const records = Object.values(propertiesOf(template, 'AWS::Route53::RecordSet'));
    expect(records.map((record) => record.Type as string)).toEqual(['A', 'AAAA']);
    for (const record of records) {
      expect(record).toMatchObject({
        Name: 'api.acme.com.',
        HostedZoneId: 'Z0123',
        AliasTarget: {
          DNSName: { 'Fn::GetAtt': [domain.logicalId, 'RegionalDomainName'] },
          HostedZoneId: { 'Fn::GetAtt': [domain.logicalId, 'RegionalHostedZoneId'] },
        },
      });
    }
  });

  test('serves the stage at its root', () => {
    const mapping = onlyResource(template, 'AWS::ApiGateway::BasePathMapping').Properties;
    expect(mapping).toEqual({
      DomainName: { Ref: domain.logicalId },
      RestApiId: stack.resolve(api.restApi.restApiId),
      Stage: { Ref: onlyResource(template, 'AWS::ApiGateway::Stage').logicalId },
    });
    expect(api.url).toBe('https://api.acme.com/');
    expect(stack.resolve(api.domainName?.domainName)).toEqual({ Ref: domain.logicalId });
  });

  test('is served by IPv6, too, by an API that is', () => {
    expect(onlyResource(template, 'AWS::ApiGateway::RestApi').Properties.EndpointConfiguration).toEqual({
      Types: ['REGIONAL'],
      IpAddressType: 'dualstack',
    });
  });

  test('closes the execute-api endpoint', () => {
    expect(onlyResource(template, 'AWS::ApiGateway::RestApi').Properties.DisableExecuteApiEndpoint).toBe(true);
  });
});

test('without a domain the execute-api endpoint is open and the URL is its own', () => {
  const stack = newStack();
  const api = newGateway(stack);
  api.addRoute('GET /a', target, { access: Access.authenticated() });
  const template = Template.fromStack(stack);
  expect(onlyResource(template, 'AWS::ApiGateway::RestApi').Properties.DisableExecuteApiEndpoint).toBe(false);
  template.resourceCountIs('AWS::ApiGateway::DomainName', 0);
  expect(api.domainName).toBeUndefined();
  expect(stack.resolve(api.url)).toEqual({
    'Fn::Join': [
      '',
      [
        'https://',
        stack.resolve(api.restApi.restApiId),
        '.execute-api.',
        { Ref: 'AWS::Region' },
        '.',
        { Ref: 'AWS::URLSuffix' },
        '/prod/',
      ],
    ],
  });
});

describe('a domain with a certificate', () => {
  test('takes it, and makes no record', () => {
    const stack = newStackIn('eu-west-3');
    const options = { domainName: '*.acme.com', certificate: certificateIn(stack), basePath: 'v2' };
    const { api, template } = gatewayWith(ApiDomain.withCertificate(options), stack);
    expect(onlyResource(template, 'AWS::ApiGateway::DomainName').Properties).toMatchObject({
      DomainName: '*.acme.com',
      RegionalCertificateArn: certificateArn('eu-west-3'),
    });
    expect(onlyResource(template, 'AWS::ApiGateway::BasePathMapping').Properties.BasePath).toBe('v2');
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
    for (const type of ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::DomainName']) {
      expect(onlyResource(template, type).Properties.EndpointConfiguration).toEqual({ Types: ['REGIONAL'] });
    }
    template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    expect(() => api.url).toThrow(
      "'url' was read, and 'domain' is a wildcard: the API has as many URLs as there are hosts; name one of them, 'urlHost', " +
        "in the domain's options (at S/Api) [DomainUrlUnknown]",
    );
  });

  const ownRegion =
    "a regional endpoint needs a certificate of the API's own region (us-east-1 serves edge-optimized endpoints, which are not offered)";

  test('fails when the ARN is of another region', () => {
    const stack = newStackIn('eu-west-3');
    const domain = ApiDomain.withCertificate({
      domainName: 'api.acme.com',
      certificate: certificateIn(stack, 'us-east-1'),
    });
    expect(() => newGateway(stack, { domain })).toThrow(
      `the certificate of 'domain' is in "us-east-1" and the API in "eu-west-3"; ${ownRegion} (at S/Api/Domain) [DomainCertificateRegion]`,
    );
  });

  test('fails when it is made in a stack of another region', () => {
    const app = newApp();
    const edge = new Stack(app, 'Edge', { env: { account: ACCOUNT, region: 'us-east-1' } });
    const certificate = new acm.Certificate(edge, 'Certificate', { domainName: 'api.acme.com' });
    const stack = newStack({ env: { account: ACCOUNT, region: 'eu-west-3' }, crossRegionReferences: true }, app);
    const domain = ApiDomain.withCertificate({ domainName: 'api.acme.com', certificate });
    expect(() => newGateway(stack, { domain })).toThrow(
      `the certificate of 'domain' is in "us-east-1" and the API in "eu-west-3"; ${ownRegion} (at S/Api/Domain) [DomainCertificateRegion]`,
    );
  });

  test('passes where a region is not known', () => {
    const anywhere = newStack();
    const literal = ApiDomain.withCertificate({ domainName: 'api.acme.com', certificate: certificateIn(anywhere) });
    expect(() => newGateway(anywhere, { domain: literal })).not.toThrow();
    const stack = newStackIn('eu-west-3');
    const arn = new CfnParameter(stack, 'Arn').valueAsString;
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', arn);
    const { template } = gatewayWith(ApiDomain.withCertificate({ domainName: 'api.acme.com', certificate }), stack);
    template.hasResourceProperties('AWS::ApiGateway::DomainName', { RegionalCertificateArn: { Ref: 'Arn' } });
  });
});

describe('both doors', () => {
  test.each<[string, TlsPolicy | undefined, string, string | undefined]>([
    ['by default', undefined, 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', 'STRICT'],
    ['with TLS_1_2_PFS_PQ', TlsPolicy.TLS_1_2_PFS_PQ, 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', 'STRICT'],
    ['with TLS_1_3', TlsPolicy.TLS_1_3, 'SecurityPolicy_TLS13_1_3_2025_09', 'STRICT'],
    ['with TLS_1_2', TlsPolicy.TLS_1_2, 'TLS_1_2', undefined],
  ])('have the same policy %s', (_when, tlsPolicy, policy, accessMode) => {
    const stack = newStackIn('eu-west-3');
    const domain = ApiDomain.withCertificate({ domainName: 'api.acme.com', certificate: certificateIn(stack) });
    const { template } = gatewayWith(domain, stack, tlsPolicy);
    for (const type of ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::DomainName']) {
      const { SecurityPolicy, EndpointAccessMode } = onlyResource(template, type).Properties;
      expect([type, SecurityPolicy, EndpointAccessMode]).toEqual([type, policy, accessMode]);
    }
  });
});

describe('mutual TLS', () => {
  function domainWithTruststore(stack: Stack): ApiDomain {
    const truststoreBucket = s3.Bucket.fromBucketName(stack, 'Truststore', 'acme-truststore');
    const mutualTls = { truststoreBucket, truststoreKey: 'clients.pem', truststoreVersion: 'v-42' };
    return ApiDomain.withCertificate({ domainName: 'api.acme.com', certificate: certificateIn(stack), mutualTls });
  }

  test('pins the version of the truststore', () => {
    const stack = newStackIn('eu-west-3');
    const { template } = gatewayWith(domainWithTruststore(stack), stack, TlsPolicy.TLS_1_2);
    expect(onlyResource(template, 'AWS::ApiGateway::DomainName').Properties).toMatchObject({
      SecurityPolicy: 'TLS_1_2',
      MutualTlsAuthentication: { TruststoreUri: 's3://acme-truststore/clients.pem', TruststoreVersion: 'v-42' },
    });
    expect(onlyResource(template, 'AWS::ApiGateway::RestApi').Properties.DisableExecuteApiEndpoint).toBe(true);
  });

  test.each([undefined, TlsPolicy.TLS_1_2_PFS_PQ, TlsPolicy.TLS_1_3])('fails with the policy %s', (tlsPolicy) => {
    const stack = newStackIn('eu-west-3');
    expect(() => newGateway(stack, { domain: domainWithTruststore(stack), tlsPolicy })).toThrow(
      `'domain.mutualTls' is set while 'tlsPolicy' is ${tlsPolicy?.toString() ?? 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09'}; ` +
        "API Gateway allows mutual TLS with the legacy policy only; set 'tlsPolicy: TlsPolicy.TLS_1_2' " +
        '(at S/Api/Domain) [MutualTlsEnhancedPolicy]',
    );
  });
});

describe('the paths that a domain answers itself', () => {
  test.each(['/ping', '/sping'])('fail as routes: %s', (path) => {
    const stack = newStackIn('eu-west-3');
    const domain = ApiDomain.withCertificate({ domainName: 'api.acme.com', certificate: certificateIn(stack) });
    expect(() =>
      newGateway(stack, { domain }).addRoute(`GET ${path}`, target, { access: Access.authenticated() }),
    ).toThrow(
      `route 'GET ${path}' is on ${path}; API Gateway answers this path of a custom domain itself; choose another ` +
        '(at S/Api) [RoutePathReserved]',
    );
  });

  test('are free below others, and without a domain', () => {
    const stack = newStackIn('eu-west-3');
    const domain = ApiDomain.withCertificate({ domainName: 'api.acme.com', certificate: certificateIn(stack) });
    const [withDomain, without] = [newGateway(stack, { domain }), newGateway(newStack())];
    const access = Access.authenticated();
    expect(() => withDomain.addRoute('GET /v1/ping', target, { access })).not.toThrow();
    expect(() => without.addRoute('GET /ping', target, { access })).not.toThrow();
  });
});
