import { CfnResource, type IResolvable, Stack, Tokenization } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct, IConstruct } from 'constructs';
import { describeFault, type Fault, show } from '../private/errors';

/** Authorization types of which a method is never open. */
const AUTHORIZED = ['AWS_IAM', 'COGNITO_USER_POOLS', 'CUSTOM'];

const ANOTHER_STAGE: Fault = {
  code: 'StageNotGuarded',
  problem: 'another stage of the API is a way around its firewall, its throttles and its logs',
  rule: 'give each stage an API of its own',
};

/**
 * Finds, at synth, every way around the API's protection that was made past this library: in the whole app, in L1 and L2, by
 * property overrides, in other stacks through an imported API.
 */
export class OpenMethodCheck {
  private readonly declared = new Set<IConstruct>();

  public constructor(
    scope: Construct,
    private readonly api: apigateway.RestApi,
    private readonly stage: apigateway.Stage,
  ) {
    scope.node.addValidation({ validate: () => this.findings() });
  }

  /** A method without authorization that is meant to be: a public route or a preflight. */
  public declareOpen(method: apigateway.Method): void {
    this.declared.add(method.node.defaultChild as IConstruct);
  }

  private findings(): string[] {
    const findings: string[] = [];
    for (const node of this.api.node.root.node.findAll()) {
      if (!CfnResource.isCfnResource(node)) continue;
      const fault = this.inspect(node);
      if (fault) findings.push(`${describeFault(fault)} (at ${node.node.path}) [${fault.code}]`);
    }
    return findings;
  }

  private inspect(resource: CfnResource): Fault | undefined {
    switch (resource.cfnResourceType) {
      case 'AWS::ApiGateway::Method':
        return this.belongs(resource) ? this.inspectMethod(resource) : undefined;
      case 'AWS::ApiGateway::Stage':
        return this.belongs(resource) ? this.inspectStage(resource) : undefined;
      case 'AWS::ApiGateway::Deployment':
        return this.belongs(resource) ? inspectDeployment(resource) : undefined;
      case 'AWS::ApiGateway::RestApi':
        return resource === this.api.node.defaultChild ? inspectRestApi(resource) : undefined;
      default:
        return undefined;
    }
  }

  private inspectMethod(resource: CfnResource): Fault | undefined {
    if (this.declared.has(resource)) return undefined;
    const { AuthorizationType: type = 'NONE', HttpMethod: method } = renderedProperties(resource);
    // A parameter or a condition could turn out to be NONE.
    if (typeof type === 'string' && AUTHORIZED.includes(type)) return undefined;
    return {
      code: 'MethodOpen',
      problem:
        type === 'NONE'
          ? `the method ${String(method)} is open to everybody`
          : `the method ${String(method)} may be open to everybody: its authorization is ${show(type)}`,
      rule: "add it with addRoute(), or declare it with addPublicRoute() and a reason; preflights come with 'cors'",
    };
  }

  private inspectStage(resource: CfnResource): Fault | undefined {
    if (resource === this.stage.node.defaultChild) return undefined;
    return ANOTHER_STAGE;
  }

  /** Whether the resource names this API: by reference here or from another stack, or through an imported API. */
  private belongs(resource: CfnResource): boolean {
    const typed = resource as unknown as { restApiId?: unknown; _cfnProperties?: { RestApiId?: unknown } };
    const id = typed.restApiId ?? typed._cfnProperties?.RestApiId ?? renderedProperties(resource).RestApiId;
    return this.isThisApi(resource, id) || this.isThisApi(resource, renderedProperties(resource).RestApiId);
  }

  private isThisApi(resource: CfnResource, id: unknown): boolean {
    const cfnApi = this.api.node.defaultChild as apigateway.CfnRestApi;
    const token = Tokenization.reverse(id, { failConcat: false });
    if (token && 'target' in token) return (token as IResolvable & { target: IConstruct }).target === cfnApi;
    const stack = Stack.of(cfnApi);
    // Logical ids repeat from stack to stack.
    if (Stack.of(resource) !== stack) return false;
    return JSON.stringify(stack.resolve(id)) === JSON.stringify(stack.resolve(cfnApi.ref));
  }
}

/** A deployment that names a stage makes it. */
function inspectDeployment(resource: CfnResource): Fault | undefined {
  return renderedProperties(resource).StageName === undefined ? undefined : ANOTHER_STAGE;
}

function inspectRestApi(resource: CfnResource): Fault | undefined {
  const properties = renderedProperties(resource);
  if (properties.Body !== undefined || properties.BodyS3Location !== undefined) {
    return {
      code: 'RestApiBodyDefined',
      problem: 'the REST API has an OpenAPI body, which can open methods that no check sees',
      rule: 'add routes with addRoute()',
    };
  }
  const types = (properties.EndpointConfiguration as { Types?: unknown } | undefined)?.Types;
  if (!['["REGIONAL"]', '["PRIVATE"]'].includes(JSON.stringify(types))) {
    return {
      code: 'EndpointTypeNotRegional',
      problem: `the endpoint's types are ${show(types)}`,
      rule: 'they must be REGIONAL or PRIVATE: an edge-optimized endpoint, the default, does not know the TLS policy of the API',
    };
  }
  return undefined;
}

/** The properties as they will stand in the template, overrides included. */
function renderedProperties(resource: CfnResource): { [name: string]: unknown } {
  const element = resource as unknown as { _toCloudFormation(): unknown };
  const rendered = Stack.of(resource).resolve(element._toCloudFormation()) as {
    Resources: { [logicalId: string]: { Properties?: { [name: string]: unknown } } };
  };
  return Object.values(rendered.Resources)[0]?.Properties ?? {};
}
