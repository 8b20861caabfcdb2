import { CfnParameter } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, ApiDomain, RouteTarget } from '../../../lib';
import { newGateway, newStack, onlyResource } from '../../support/synth';

const stack = newStack();
const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
  hostedZoneId: 'Z0',
  zoneName: 'acme.com',
});
const certificate = acm.Certificate.fromCertificateArn(
  stack,
  'Cert',
  'arn:aws:acm:eu-west-3:210987654321:certificate/0',
);

describe('fails when', () => {
  test.each([
    'API.acme.com',
    'api',
    'https://api.acme.com',
    'api.acme.com/',
    'api.acme.com:443',
    'api.acme.com.',
    'api..acme.com',
    '-api.acme.com',
    'api-.acme.com',
    'a.*.acme.com',
    '*',
    'api.acmé.com',
    `${'a'.repeat(64)}.acme.com`,
    'api acme.com',
    '',
  ])('the domain is named %j', (domainName) => {
    const rest =
      'it must be a fully qualified domain name in lower case, without scheme, port and path ' +
      '(at ApiDomain.FACTORY()) [DomainNameInvalid]';
    const message = `'domainName' is ${JSON.stringify(domainName)}; ${rest}`;
    expect(() => ApiDomain.inHostedZone({ domainName, hostedZone })).toThrow(
      message.replace('FACTORY', 'inHostedZone'),
    );
    expect(() => ApiDomain.withCertificate({ domainName, certificate })).toThrow(
      message.replace('FACTORY', 'withCertificate'),
    );
  });

  test.each(['', '/', 'v1/orders', '/v1', 'v1/', 'v 1', 'v1?', 'ü'])('the base path is %j', (basePath) => {
    const rest =
      "it must be one path segment without slashes; leave 'basePath' out to serve the API at the root " +
      '(at ApiDomain.FACTORY()) [DomainBasePathInvalid]';
    const message = `'basePath' is ${JSON.stringify(basePath)}; ${rest}`;
    expect(() => ApiDomain.inHostedZone({ domainName: 'api.acme.com', hostedZone, basePath })).toThrow(
      message.replace('FACTORY', 'inHostedZone'),
    );
    expect(() => ApiDomain.withCertificate({ domainName: 'api.acme.com', certificate, basePath })).toThrow(
      message.replace('FACTORY', 'withCertificate'),
    );
  });
});

test.each(['api.acme.com', '*.acme.com', 'a.b.c.acme.co.uk', 'x-1.acme.com', 'xn--80ak6aa92e.com'])(
  'a domain can be named %s',
  (domainName) => {
    expect(() => ApiDomain.withCertificate({ domainName, certificate })).not.toThrow();
  },
);

test('a domain can be a token', () => {
  const own = newStack();
  const domainName = new CfnParameter(own, 'Domain').valueAsString;
  const cert = acm.Certificate.fromCertificateArn(own, 'Cert', 'arn:aws:acm:eu-west-3:210987654321:certificate/0');
  const api = newGateway(own, { domain: ApiDomain.withCertificate({ domainName, certificate: cert }) });
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  const { Properties } = onlyResource(Template.fromStack(own), 'AWS::ApiGateway::DomainName');
  expect(Properties.DomainName).toEqual({ Ref: 'Domain' });
  expect(own.resolve(api.url)).toEqual({ 'Fn::Join': ['', ['https://', { Ref: 'Domain' }, '/']] });
});

test('a base path can be a token', () => {
  const own = newStack();
  const basePath = new CfnParameter(own, 'Base').valueAsString;
  const domainName = 'api.acme.com';
  const cert = acm.Certificate.fromCertificateArn(own, 'Cert', 'arn:aws:acm:eu-west-3:210987654321:certificate/0');
  const api = newGateway(own, { domain: ApiDomain.withCertificate({ domainName, basePath, certificate: cert }) });
  api.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  const { Properties } = onlyResource(Template.fromStack(own), 'AWS::ApiGateway::BasePathMapping');
  expect(Properties.BasePath).toEqual({ Ref: 'Base' });
  expect(own.resolve(api.url)).toEqual({ 'Fn::Join': ['', ['https://api.acme.com/', { Ref: 'Base' }, '/']] });
});
