import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { describeFault, type Fault, show } from '../private/errors';
import { render } from '../private/rendered-resource';

const DOMAIN_TYPES = ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName'];

/**
 * Finds, at synth, the other domains of the app with the same name: API Gateway has a name once in a region, whatever its base
 * paths, and CloudFormation finds out when the second one is deployed.
 */
export function duplicateNameFaults(domain: apigateway.DomainName): string[] {
  const own = domain.node.defaultChild as CfnResource;
  const name = nameOf(own);
  return own.node.root.node
    .findAll()
    .filter(
      (node): node is CfnResource => CfnResource.isCfnResource(node) && DOMAIN_TYPES.includes(node.cfnResourceType),
    )
    .filter((other) => other !== own && areDeployedTogether(own, other) && nameOf(other) === name)
    .map((other) => {
      const fault: Fault = {
        code: 'DomainNameDuplicate',
        problem: `'domainName' is ${show(render(own).properties.DomainName)}, and so is the name of '${other.node.path}'`,
        rule: "a region has each name once, whatever the base paths: serve both from one SecureApiGateway, give each its own, or, if the stacks go to different regions, give them their 'env'",
      };
      return `${describeFault(fault)} (at ${domain.node.path}) [${fault.code}]`;
    });
}

/** Names of DNS have no case; what is a reference can be compared within its stack only. */
function nameOf(resource: CfnResource): string {
  const name = render(resource).properties.DomainName;
  if (typeof name === 'string') return name.toLowerCase().replace(/\.$/, '');
  return `${Stack.of(resource).node.path} ${JSON.stringify(name)}`;
}

/** CDK stages without an environment are deployed by themselves, to wherever each belongs. */
function areDeployedTogether(one: CfnResource, other: CfnResource): boolean {
  const [a, b] = [Stack.of(one), Stack.of(other)];
  if (a.environment !== b.environment) return false;
  return isKnown(a) || Stage.of(one) === Stage.of(other);
}

function isKnown({ account, region }: Stack): boolean {
  return !Token.isUnresolved(account) && !Token.isUnresolved(region);
}
