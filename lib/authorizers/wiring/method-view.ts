import { CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import { render } from '../../private/rendered-resource';
import { logicalIdOf, targetOf } from '../../private/resource-reference';

/** A method as it will stand in the template. */
export interface MethodView {
  readonly resource: CfnResource;
  readonly httpMethod: unknown;
  /** Path with its parameters, `/orders/{id}`; undefined if it cannot be known. */
  readonly path: string | undefined;
  readonly authorizationType: unknown;
  /** The authorizer's resource, if it can be known. */
  readonly authorizer: IConstruct | undefined;
  readonly api: unknown;
}

/** Reads methods, each path once. */
export class MethodReader {
  private readonly paths = new Map<IConstruct, string | undefined>();

  public read(resource: CfnResource): MethodView {
    const method = propertiesOf(resource);
    return {
      resource,
      httpMethod: method.HttpMethod,
      path: this.pathOf(resourceNamed(resource, method.ResourceId)),
      authorizationType: method.AuthorizationType,
      authorizer: resourceNamed(resource, method.AuthorizerId),
      api: method.RestApiId,
    };
  }

  private pathOf(resource: IConstruct | undefined): string | undefined {
    const path = this.prefixOf(resource);
    return path === '' ? '/' : path;
  }

  private prefixOf(resource: IConstruct | undefined): string | undefined {
    if (!resource || !CfnResource.isCfnResource(resource)) return undefined;
    if (this.paths.has(resource)) return this.paths.get(resource);
    // Whatever refers to itself has no path.
    this.paths.set(resource, undefined);
    const prefix = this.computed(resource);
    this.paths.set(resource, prefix);
    return prefix;
  }

  private computed(resource: CfnResource): string | undefined {
    if (resource.cfnResourceType === 'AWS::ApiGateway::RestApi') return '';
    if (resource.cfnResourceType !== 'AWS::ApiGateway::Resource') return undefined;
    const { ParentId: parent, PathPart: part } = propertiesOf(resource);
    const prefix = this.prefixOf(resourceNamed(resource, parent));
    return prefix === undefined || typeof part !== 'string' ? undefined : `${prefix}/${part}`;
  }
}

/** Rendering is what costs, and large APIs have many methods: the typed properties say it where nothing overrides them. */
function propertiesOf(resource: CfnResource): { readonly [name: string]: unknown } {
  const { rawOverrides = {} } = resource as unknown as { rawOverrides?: object };
  if (Object.keys(rawOverrides).length > 0) return render(resource).properties;
  if (resource instanceof apigateway.CfnMethod) {
    const { httpMethod, resourceId, authorizationType, authorizerId, restApiId } = resource;
    return {
      HttpMethod: httpMethod,
      ResourceId: resourceId,
      AuthorizationType: authorizationType,
      AuthorizerId: authorizerId,
      RestApiId: restApiId,
    };
  }
  if (resource instanceof apigateway.CfnResource) {
    return { ParentId: resource.parentId, PathPart: resource.pathPart };
  }
  return render(resource).properties;
}

/** The resource that a value refers to: by a CDK token, or by its logical id. */
function resourceNamed(from: CfnResource, value: unknown): IConstruct | undefined {
  if (value === undefined) return undefined;
  const target = targetOf(value);
  if (target !== undefined) return target;
  const stack = Stack.of(from);
  const { Ref: ref, 'Fn::GetAtt': attribute } = (stack.resolve(value) ?? {}) as {
    Ref?: unknown;
    'Fn::GetAtt'?: unknown;
  };
  const logicalId = ref ?? (Array.isArray(attribute) ? (attribute[0] as unknown) : undefined);
  if (typeof logicalId !== 'string') return undefined;
  return stack.node
    .findAll()
    .find((node) => CfnElement.isCfnElement(node) && node.stack === stack && logicalIdOf(node) === logicalId);
}
