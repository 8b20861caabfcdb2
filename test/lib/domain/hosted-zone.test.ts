import { App, CfnParameter, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Access, ApiDomain, RouteTarget } from '../../../lib';
import { newGateway, newStack, newStackIn, onlyResource, propertiesOf } from '../../support/synth';

const PLACE = '(at ApiDomain.inHostedZone()) [';

function zoneOf(stack: Stack, zoneName: string): route53.IHostedZone {
  return route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123', zoneName });
}

function apiIn(stack: Stack, domain: ApiDomain): Template {
  newGateway(stack, { domain }).addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), {
    access: Access.authenticated(),
  });
  return Template.fromStack(stack);
}

function recordNames(template: Template): unknown[] {
  return Object.values(propertiesOf(template, 'AWS::Route53::RecordSet')).map(({ Name }) => Name);
}

test.each([
  ['api.acme.com', 'acme.com'],
  ['acme.com', 'acme.com'],
  ['a.b.acme.com', 'acme.com'],
  ['api.acme.com', 'api.acme.com'],
  ['api.acme.com', 'acme.com.'],
  ['api.acme.com', 'ACME.com'],
  ['*.acme.com', 'acme.com'],
  ['*.api.acme.com', 'api.acme.com'],
])('%s is in the zone %s, and has records of that very name', (domainName, zoneName) => {
  const stack = newStackIn('eu-west-3');
  const domain = ApiDomain.inHostedZone({ domainName, hostedZone: zoneOf(stack, zoneName) });
  expect(recordNames(apiIn(stack, domain))).toEqual([`${domainName}.`, `${domainName}.`]);
});

test.each([
  ['api.acme.org', 'acme.com'],
  ['evilacme.com', 'acme.com'],
  ['acme.com', 'api.acme.com'],
  ['acme.com.evil.org', 'acme.com'],
  ['*.acme.com', 'api.acme.com'],
  ['api.acme.com', 'com.'.repeat(2)],
])('%s is not in the zone %s', (domainName, zoneName) => {
  const hostedZone = zoneOf(newStack(), zoneName);
  const parent = zoneName.replace(/\.$/, '');
  expect(() => ApiDomain.inHostedZone({ domainName, hostedZone })).toThrow(
    `'domainName' is "${domainName}", and 'hostedZone' is the zone of "${zoneName}"; the zone must hold the name: ` +
      `choose one that ends with '.${parent}', or the zone that it is in ${PLACE}DomainZoneMismatch]`,
  );
});

test.each([
  ['the domain', (token: string): [string, string] => [token, 'acme.com']],
  ['the zone', (token: string): [string, string] => ['api.acme.com', token]],
])('the name of %s can be a token', (_what, names) => {
  const stack = newStackIn('eu-west-3');
  const [domainName, zoneName] = names(new CfnParameter(stack, 'Name').valueAsString);
  const template = apiIn(stack, ApiDomain.inHostedZone({ domainName, hostedZone: zoneOf(stack, zoneName) }));
  const name = domainName === 'api.acme.com' ? 'api.acme.com.' : { 'Fn::Join': ['', [{ Ref: 'Name' }, '.']] };
  expect(recordNames(template)).toEqual([name, name]);
});

test('a zone whose name is not known fails', () => {
  const hostedZone = route53.HostedZone.fromHostedZoneId(newStack(), 'Zone', 'Z0123');
  const rule = `import the zone with its name: HostedZone.fromLookup() or HostedZone.fromHostedZoneAttributes() ${PLACE}DomainZoneMismatch]`;
  expect(() => ApiDomain.inHostedZone({ domainName: 'api.acme.com', hostedZone })).toThrow(
    `the name of 'hostedZone', 'S/Zone', is not known; ${rule}`,
  );
  for (const nothing of [undefined, null, 'Z0123'] as unknown as route53.IHostedZone[]) {
    expect(() => ApiDomain.inHostedZone({ domainName: 'api.acme.com', hostedZone: nothing })).toThrow(
      `'hostedZone' is ${JSON.stringify(nothing) ?? 'undefined'}; ${rule}`,
    );
  }
});

describe('a private zone', () => {
  const message =
    "'hostedZone', 'S/Zone', is private; the API is public, and so is the check of its certificate: name the public zone";
  const zoneName = 'acme.com';

  test.each<[string, (stack: Stack, vpc: ec2.IVpc) => route53.IHostedZone]>([
    ['as such', (stack, vpc) => new route53.PrivateHostedZone(stack, 'Zone', { zoneName, vpc })],
    ['by its networks', (stack, vpc) => new route53.HostedZone(stack, 'Zone', { zoneName, vpcs: [vpc] })],
  ])('fails: %s', (_how, make) => {
    const stack = newStack();
    const hostedZone = make(stack, new ec2.Vpc(stack, 'Vpc'));
    expect(() => ApiDomain.inHostedZone({ domainName: 'api.acme.com', hostedZone })).toThrow(
      `${message} ${PLACE}DomainZonePrivate]`,
    );
  });

  test('fails at synth if it becomes one', () => {
    const stack = newStackIn('eu-west-3');
    const hostedZone = new route53.HostedZone(stack, 'Zone', { zoneName });
    newGateway(stack, { domain: ApiDomain.inHostedZone({ domainName: 'api.acme.com', hostedZone }) });
    hostedZone.addVpc(new ec2.Vpc(stack, 'Vpc'));
    expect(() => App.of(stack)?.synth()).toThrow(`${message} (at S/Api/Domain) [DomainZonePrivate]`);
  });

  test.each([
    ['PublicHostedZone', (stack: Stack) => new route53.PublicHostedZone(stack, 'Zone', { zoneName })],
    ['HostedZone', (stack: Stack) => new route53.HostedZone(stack, 'Zone', { zoneName })],
  ])('is not a %s without networks', (_what, make) => {
    const stack = newStackIn('eu-west-3');
    const template = apiIn(stack, ApiDomain.inHostedZone({ domainName: 'api.acme.com', hostedZone: make(stack) }));
    const { logicalId } = onlyResource(template, 'AWS::Route53::HostedZone');
    for (const { HostedZoneId } of Object.values(propertiesOf(template, 'AWS::Route53::RecordSet'))) {
      expect(HostedZoneId).toEqual({ Ref: logicalId });
    }
  });
});
