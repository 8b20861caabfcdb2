import { CfnResource, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { TlsPolicy } from '../domain/tls-policy';
import { describeFault, type Fault, show } from '../private/errors';
import { render, type RenderedResource } from '../private/rendered-resource';
import type { UsageIdentity } from '../usage/usage-identity';

/** What the API must still be at synth, whatever was done through the escape hatches. */
export interface PostureCheckProps {
  readonly api: apigateway.RestApi;
  readonly stage: apigateway.Stage;
  readonly tlsPolicy: TlsPolicy;
  readonly disableExecuteApiEndpoint: boolean;
  readonly usageIdentity: UsageIdentity;
  readonly binaryMediaTypes?: readonly string[];
  /** Where the firewall was bound; undefined if it was declined. */
  readonly firewall?: Construct;
}

/** Finds, at synth, protections of the API's own resources that were taken away past this library. */
export function checkPosture(scope: Construct, props: PostureCheckProps): void {
  const cfnApi = props.api.node.defaultChild as CfnResource;
  const cfnStage = props.stage.node.defaultChild as CfnResource;
  scope.node.addValidation({
    validate: () => [
      ...restApiFaults(render(cfnApi).properties, props).map((fault) => finding(cfnApi, fault)),
      ...stageFaults(render(cfnStage).properties).map((fault) => finding(cfnStage, fault)),
      ...(props.firewall ? firewallFaults(props.firewall, props).map((fault) => finding(props.firewall!, fault)) : []),
    ],
  });
}

function finding(at: Construct, fault: Fault): string {
  return `${describeFault(fault)} (at ${at.node.path}) [${fault.code}]`;
}

function restApiFaults(properties: RenderedResource['properties'], props: PostureCheckProps): Fault[] {
  const faults: Fault[] = [];
  if (properties.Body !== undefined || properties.BodyS3Location !== undefined) {
    faults.push({
      code: 'RestApiBodyDefined',
      problem: 'the REST API has an OpenAPI body, which can open methods that no check sees',
      rule: 'add routes with addRoute()',
    });
  }
  if (properties.CloneFrom !== undefined) {
    faults.push({
      code: 'RestApiBodyDefined',
      problem: 'the REST API is a clone, whose methods no check sees',
      rule: 'add routes with addRoute()',
    });
  }
  const types = (properties.EndpointConfiguration as { Types?: unknown } | undefined)?.Types;
  if (!['["REGIONAL"]', '["PRIVATE"]'].includes(JSON.stringify(types))) {
    faults.push({
      code: 'EndpointTypeNotRegional',
      problem: `the endpoint's types are ${show(types)}`,
      rule: 'they must be REGIONAL or PRIVATE: an edge-optimized endpoint, the default, does not know the TLS policy of the API',
    });
  }
  const { SecurityPolicy: policy, DisableExecuteApiEndpoint: disabled } = properties;
  if (policy !== props.tlsPolicy._policy) {
    faults.push({
      code: 'EndpointTlsChanged',
      problem: `the security policy of the API is ${show(policy)}`,
      rule: `it must be that of 'tlsPolicy', ${props.tlsPolicy.toString()}`,
    });
  }
  if (properties.ApiKeySourceType !== props.usageIdentity._source) {
    faults.push({
      code: 'ApiKeySourceChanged',
      problem: `the API key source of the API is ${show(properties.ApiKeySourceType)}`,
      rule: `it must be that of 'usageIdentity', ${props.usageIdentity._source}`,
    });
  }
  const { BinaryMediaTypes: binary = [] } = properties;
  if (JSON.stringify(binary) !== JSON.stringify(props.binaryMediaTypes ?? [])) {
    faults.push({
      code: 'BinaryMediaTypesChanged',
      problem: `the binary media types of the API are ${show(binary)}`,
      rule: "they must be those of 'binaryMediaTypes': no other bodies were checked for whether they are validated",
    });
  }
  if (props.disableExecuteApiEndpoint && disabled !== true) {
    faults.push({
      code: 'EndpointNotDisabled',
      problem: 'the execute-api endpoint is a way around the domain',
      rule: 'it must stay off while the API has a domain',
    });
  }
  return faults;
}

function stageFaults(properties: RenderedResource['properties']): Fault[] {
  const weakened = (problem: string): Fault => ({
    code: 'StageWeakened',
    problem,
    rule: "set what you need through the properties of SecureApiGateway, for example 'throttle' or 'logRetention'",
  });
  const settings = (properties.MethodSettings ?? []) as { [name: string]: unknown }[];
  const all = settings.find(({ HttpMethod: method, ResourcePath: path }) => method === '*' && path === '/*');
  const faults: Fault[] = [];
  if (!all || all.ThrottlingRateLimit === undefined || all.ThrottlingBurstLimit === undefined) {
    faults.push(weakened('the stage has no throttle for all methods'));
  }
  for (const {
    HttpMethod: method,
    ResourcePath: path,
    ThrottlingRateLimit: rate,
    ThrottlingBurstLimit: burst,
  } of settings) {
    if ([rate, burst].every(isThrottle)) continue;
    faults.push(weakened(`the throttle of ${show(method)} ${show(path)} is ${show(rate)}, burst ${show(burst)}`));
  }
  if (settings.some((setting) => setting.DataTraceEnabled === true)) {
    faults.push(weakened('the stage logs the bodies of requests and answers'));
  }
  if ((properties.AccessLogSetting as { DestinationArn?: unknown } | undefined)?.DestinationArn === undefined) {
    faults.push(weakened('the stage has no access log'));
  }
  if (properties.CanarySetting !== undefined) {
    faults.push(weakened('the stage has a canary, which serves another deployment than the one that was checked'));
  }
  return faults;
}

/** API Gateway takes a negative limit for none; what is unknown until deployment is the author's own. */
function isThrottle(limit: unknown): boolean {
  return typeof limit === 'number' ? limit > 0 : limit === undefined || typeof limit === 'object';
}

function firewallFaults(firewall: Construct, { stage }: PostureCheckProps): Fault[] {
  const resources = firewall.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  const rendered = resources.map((resource) => render(resource));
  const own = resources.find((resource) => resource instanceof wafv2.CfnWebACL);
  const association = rendered.find(({ type }) => type === 'AWS::WAFv2::WebACLAssociation');
  const webAcl = rendered.find(({ type }) => type === 'AWS::WAFv2::WebACL');
  const detached = (problem: string): Fault => ({
    code: 'FirewallDetached',
    problem,
    rule: "say 'firewall: Firewall.none(reason)' if the API needs none",
  });
  if (!association || association.condition !== undefined) {
    return [detached('the web ACL is not associated with the stage in every case')];
  }
  const same = (value: unknown, expected: string): boolean =>
    JSON.stringify(value) === JSON.stringify(Stack.of(firewall).resolve(expected));
  const { ResourceArn: resourceArn, WebACLArn: webAclArn } = association.properties;
  if (!same(resourceArn, stage.stageArn))
    return [detached('the web ACL is associated with something else than the stage')];
  if (own && !same(webAclArn, own.attrArn)) return [detached('the stage is associated with another web ACL')];
  if (webAcl && (webAcl.condition !== undefined || ((webAcl.properties.Rules ?? []) as unknown[]).length === 0)) {
    return [detached('the web ACL has no rules in every case')];
  }
  return [];
}
