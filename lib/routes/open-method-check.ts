import { CfnResource, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct, IConstruct } from 'constructs';
import { describeFault, type Fault, show } from '../private/errors';
import { namesApi } from './api-reference';
import { render, type RenderedResource } from '../private/rendered-resource';

/** Authorization types of which a method is never open. */
const AUTHORIZED = ['AWS_IAM', 'COGNITO_USER_POOLS', 'CUSTOM'];

const ANOTHER_STAGE: Fault = {
  code: 'StageNotGuarded',
  problem: 'another stage of the API is a way around its firewall, its throttles and its logs',
  rule: 'give each stage an API of its own',
};

const ANOTHER_MAPPING: Fault = {
  code: 'DomainNotGuarded',
  problem: "another domain name that serves the API is a way around the one of 'domain' and its mutual TLS",
  rule: 'serve the API under one name',
};

/** Properties of `OpenMethodCheck`. */
export interface OpenMethodCheckProps {
  readonly api: apigateway.RestApi;
  readonly stage: apigateway.Stage;
  /** Whether the API has a domain of its own. */
  readonly servesDomain: boolean;
}

/**
 * Finds, at synth, every way around the API's protection that was made past this library: in the whole app, in L1 and L2, by
 * property overrides, in other stacks through an imported API.
 */
export class OpenMethodCheck {
  /** Methods that are meant to be open, and the HTTP method that each was declared with. */
  private readonly declared = new Map<IConstruct, string>();
  private readonly cfnApi: apigateway.CfnRestApi;

  public constructor(
    private readonly owner: Construct,
    private readonly props: OpenMethodCheckProps,
  ) {
    this.cfnApi = props.api.node.defaultChild as apigateway.CfnRestApi;
    owner.node.addValidation({ validate: () => this.findings() });
  }

  /** A method without authorization that is meant to be: a public route or a preflight. */
  public declareOpen(method: apigateway.Method): void {
    this.declared.set(method.node.defaultChild as IConstruct, method.httpMethod);
  }

  private findings(): string[] {
    const findings: string[] = [];
    for (const node of this.cfnApi.node.root.node.findAll()) {
      if (!CfnResource.isCfnResource(node) || !mayMatter(node)) continue;
      const fault = this.inspect(node, render(node));
      if (fault) findings.push(`${describeFault(fault)} (at ${node.node.path}) [${fault.code}]`);
    }
    return findings;
  }

  private inspect(resource: CfnResource, rendered: RenderedResource): Fault | undefined {
    switch (rendered.type) {
      case 'AWS::ApiGateway::Method':
        return this.inspectMethod(resource, rendered);
      case 'AWS::ApiGateway::Stage':
        if (resource === this.props.stage.node.defaultChild) return undefined;
        return this.belongs(resource, rendered, 'RestApiId') ? ANOTHER_STAGE : undefined;
      case 'AWS::ApiGateway::Deployment':
        // A deployment that names a stage makes it.
        if (rendered.properties.StageName === undefined) return undefined;
        return this.belongs(resource, rendered, 'RestApiId') ? ANOTHER_STAGE : undefined;
      case 'AWS::ApiGateway::BasePathMapping':
        return this.inspectMapping(resource, rendered, 'RestApiId');
      case 'AWS::ApiGatewayV2::ApiMapping':
        return this.inspectMapping(resource, rendered, 'ApiId');
      default:
        return undefined;
    }
  }

  private inspectMethod(resource: CfnResource, rendered: RenderedResource): Fault | undefined {
    const { AuthorizationType: type = 'NONE', HttpMethod: method } = rendered.properties;
    // What was declared open was declared for one HTTP method.
    if (this.declared.has(resource) && this.declared.get(resource) === method) return undefined;
    // A parameter or a condition could turn out to be NONE.
    if (typeof type === 'string' && AUTHORIZED.includes(type)) return undefined;
    if (!this.belongs(resource, rendered, 'RestApiId')) return undefined;
    return {
      code: 'MethodOpen',
      problem:
        type === 'NONE'
          ? `the method ${String(method)} is open to everybody`
          : `the method ${String(method)} may be open to everybody: its authorization is ${show(type)}`,
      rule: "add it with addRoute(), or declare it with addPublicRoute() and a reason; preflights come with 'cors'",
    };
  }

  private inspectMapping(resource: CfnResource, rendered: RenderedResource, property: string): Fault | undefined {
    if (!this.props.servesDomain || resource.node.path.startsWith(`${this.owner.node.path}/Domain/`)) return undefined;
    return this.belongs(resource, rendered, property) ? ANOTHER_MAPPING : undefined;
  }

  /** Whether the resource names this API, by its typed property or by what stands in the template in the end. */
  private belongs(resource: CfnResource, rendered: RenderedResource, property: string): boolean {
    const typed = resource as unknown as { [name: string]: unknown; _cfnProperties?: { [name: string]: unknown } };
    const name = property.charAt(0).toLowerCase() + property.slice(1);
    const stack = Stack.of(resource);
    return [typed[name], typed._cfnProperties?.[property], rendered.properties[property]].some((value) =>
      namesApi(this.cfnApi, stack, value),
    );
  }
}

/** Rendering is what costs: only what is, or was made to be, of API Gateway's is rendered. */
function mayMatter(resource: CfnResource): boolean {
  const { rawOverrides } = resource as unknown as { rawOverrides?: { Type?: unknown } };
  return resource.cfnResourceType.startsWith('AWS::ApiGateway') || rawOverrides?.Type !== undefined;
}
