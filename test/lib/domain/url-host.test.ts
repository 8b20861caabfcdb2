import { CfnParameter } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { ApiDomain, type CertificateDomainOptions } from '../../../lib';
import { newGateway, newStack } from '../../support/synth';

const stack = newStack();
const certificate = acm.Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:eu-west-3:210987654321:certificate/0');

function urlWith(options: Omit<CertificateDomainOptions, 'certificate'>): string {
  return newGateway(newStack(), { domain: ApiDomain.withCertificate({ certificate, ...options }) }).url;
}

test.each([
  ['*.api.acme.com', 'eu.api.acme.com', undefined, 'https://eu.api.acme.com/'],
  ['*.api.acme.com', 'x-1.api.acme.com', 'v2', 'https://x-1.api.acme.com/v2/'],
  ['api.acme.com', undefined, 'v2', 'https://api.acme.com/v2/'],
  ['api.acme.com', 'api.acme.com', undefined, 'https://api.acme.com/'],
])('%s with the host %s is served at its URL', (domainName, urlHost, basePath, url) => {
  expect(urlWith({ domainName, urlHost, basePath })).toBe(url);
});

test.each([
  'api.acme.com',
  '.api.acme.com',
  '*.api.acme.com',
  'a.b.api.acme.com',
  'EU.api.acme.com',
  'eu.api.acme.com.',
  'eu.other.com',
  'eu_1.api.acme.com',
  'https://eu.api.acme.com',
  '',
])('a wildcard domain does not stand for the host %j', (urlHost) => {
  expect(() => ApiDomain.withCertificate({ domainName: '*.api.acme.com', certificate, urlHost })).toThrow(
    `'urlHost' is "${urlHost}"; it must be a host of '*.api.acme.com': one label in lower case in place of the '*' ` +
      '(at ApiDomain.withCertificate()) [DomainUrlHostInvalid]',
  );
});

test('a domain of one host has no other', () => {
  expect(() => ApiDomain.withCertificate({ domainName: 'api.acme.com', certificate, urlHost: 'eu.acme.com' })).toThrow(
    "'urlHost' is \"eu.acme.com\"; the domain is the one host 'api.acme.com'; leave 'urlHost' out " +
      '(at ApiDomain.withCertificate()) [DomainUrlHostInvalid]',
  );
});

test('a wildcard domain without a host has no URL, in a hosted zone too', () => {
  const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Z', {
    hostedZoneId: 'Z0',
    zoneName: 'acme.com',
  });
  const domain = ApiDomain.inHostedZone({ domainName: '*.acme.com', hostedZone });
  const api = newGateway(stack, { domain });
  expect(() => api.url).toThrow('[DomainUrlUnknown]');
});

test('hosts and names can be tokens', () => {
  const own = newStack();
  const urlHost = new CfnParameter(own, 'Host').valueAsString;
  const domainName = new CfnParameter(own, 'Name').valueAsString;
  expect(own.resolve(urlWith({ domainName: '*.acme.com', urlHost }))).toEqual({
    'Fn::Join': ['', ['https://', { Ref: 'Host' }, '/']],
  });
  expect(urlWith({ domainName, urlHost: 'eu.acme.com' })).toBe('https://eu.acme.com/');
});
