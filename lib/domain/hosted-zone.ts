import { Stack, Token } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { type Fault, SecureApiError, describeFault, show } from '../private/errors';

/** A zone that does not hold the name gets records that nobody asks for, and a certificate that is never issued. */
export function checkHostedZone(at: string, domainName: string, zone: route53.IHostedZone): void {
  const isZone = typeof (zone as Partial<route53.IHostedZone> | undefined)?.hostedZoneId === 'string';
  const zoneName = isZone ? nameOf(zone) : undefined;
  if (zoneName === undefined) {
    throw new SecureApiError(at, {
      code: 'DomainZoneMismatch',
      problem: isZone ? `the name of 'hostedZone', '${zone.node.path}', is not known` : `'hostedZone' is ${show(zone)}`,
      rule: 'import the zone with its name: HostedZone.fromLookup() or HostedZone.fromHostedZoneAttributes()',
    });
  }
  const fault = privacyFault(zone);
  if (fault) throw new SecureApiError(at, fault);
  if (Token.isUnresolved(zoneName) || Token.isUnresolved(domainName)) return;
  // Names of DNS have no case, and may end with the root's dot.
  const parent = zoneName.toLowerCase().replace(/\.$/, '');
  if (domainName === parent || domainName.endsWith(`.${parent}`)) return;
  throw new SecureApiError(at, {
    code: 'DomainZoneMismatch',
    problem: `'domainName' is ${show(domainName)}, and 'hostedZone' is the zone of ${show(zoneName)}`,
    rule: `the zone must hold the name: choose one that ends with '.${parent}', or the zone that it is in`,
  });
}

/** Finds, at synth, a zone that became private after the domain was made. */
export function hostedZoneFaults(scope: Construct, zone: route53.IHostedZone): string[] {
  const fault = privacyFault(zone);
  return fault ? [`${describeFault(fault)} (at ${scope.node.path}) [${fault.code}]`] : [];
}

/** Zones that were imported by their id alone throw when they are asked. */
function nameOf(zone: route53.IHostedZone): string | undefined {
  try {
    return zone.zoneName;
  } catch {
    return undefined;
  }
}

/** Nobody outside of a private zone's networks finds its records; of an imported zone nothing is known. */
function privacyFault(zone: route53.IHostedZone): Fault | undefined {
  const cfnZone = zone.node.defaultChild;
  const vpcs: unknown = cfnZone instanceof route53.CfnHostedZone ? Stack.of(cfnZone).resolve(cfnZone.vpcs) : undefined;
  const inNetworks = Array.isArray(vpcs) && vpcs.length > 0;
  if (!inNetworks && !(zone instanceof route53.PrivateHostedZone)) return undefined;
  return {
    code: 'DomainZonePrivate',
    problem: `'hostedZone', '${zone.node.path}', is private`,
    rule: 'the API is public, and so is the check of its certificate: name the public zone',
  };
}
