import { type CfnResource, Stack } from 'aws-cdk-lib';
import { render } from '../../private/rendered-resource';

/** An authorizer as it will stand in the template, whatever made it: a resource, or a security scheme in a body. */
export interface AuthorizerView {
  readonly resource: CfnResource;
  readonly stack: Stack;
  /** Where it is, for messages. */
  readonly place: string;
  /** `HTTP` for API Gateway V2, whose identity sources are written otherwise and whose APIs have no resource policy. */
  readonly apiType: 'REST' | 'HTTP';
  readonly type: unknown;
  readonly uri: unknown;
  /** The keys that lead to a security scheme from the body that holds it; undefined where the resource is the authorizer. */
  readonly schemePath?: readonly string[];
  /** Undefined if the template does not say it. */
  readonly ttl: unknown;
  readonly identitySource: unknown;
  /** API Gateway V2 only. */
  readonly payloadFormat: unknown;
  /** The API as the template names it; undefined where the resource is the API itself. */
  readonly api: unknown;
}

const SCHEME = 'x-amazon-apigateway-authorizer';

/** The authorizers that a resource is or holds. */
export function authorizersIn(resource: CfnResource): AuthorizerView[] {
  const { type, properties } = render(resource);
  const stack = Stack.of(resource);
  const common = { resource, stack, place: resource.node.path };
  switch (type) {
    case 'AWS::ApiGateway::Authorizer':
      return [
        {
          ...common,
          apiType: 'REST',
          type: properties.Type,
          uri: properties.AuthorizerUri,
          ttl: properties.AuthorizerResultTtlInSeconds,
          identitySource: properties.IdentitySource,
          payloadFormat: undefined,
          api: properties.RestApiId,
        },
      ];
    case 'AWS::ApiGatewayV2::Authorizer':
      return [
        {
          ...common,
          apiType: 'HTTP',
          type: properties.AuthorizerType,
          uri: properties.AuthorizerUri,
          ttl: properties.AuthorizerResultTtlInSeconds,
          identitySource: properties.IdentitySource,
          payloadFormat: properties.AuthorizerPayloadFormatVersion,
          api: properties.ApiId,
        },
      ];
    case 'AWS::ApiGateway::RestApi':
      return schemesIn(properties.Body).map(([path, scheme]) => ({
        ...common,
        ...schemeView(path, scheme, common, 'REST'),
      }));
    case 'AWS::ApiGatewayV2::Api':
      return schemesIn(properties.Body).map(([path, scheme]) => ({
        ...common,
        ...schemeView(path, scheme, common, 'HTTP'),
      }));
    default:
      return [];
  }
}

/** Whether the resource holds a definition that is not in the template, so that its authorizers cannot be seen. */
export function hidesDefinition(resource: CfnResource): boolean {
  const { type, properties } = render(resource);
  if (!['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'].includes(type)) return false;
  const { Body: body, BodyS3Location: location } = properties;
  return (
    location !== undefined || typeof body === 'string' || (JSON.stringify(body) ?? '').includes('"Fn::Transform":')
  );
}

type Scheme = { readonly [name: string]: unknown };

/** Every extension of this name in the body, with the keys that lead to it. */
function schemesIn(value: unknown, path: readonly string[] = ['Body']): [readonly string[], Scheme][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === SCHEME && typeof member === 'object' && member !== null
      ? [[[...path, name], member as Scheme] as [readonly string[], Scheme]]
      : schemesIn(member, [...path, name]),
  );
}

function schemeView(
  path: readonly string[],
  scheme: Scheme,
  { place }: { readonly place: string },
  apiType: AuthorizerView['apiType'],
): Omit<AuthorizerView, 'resource' | 'stack'> {
  const { type } = scheme;
  return {
    place: `${place}, security scheme '${path[path.length - 2]}'`,
    apiType,
    type: typeof type === 'string' ? type.toUpperCase() : type,
    uri: scheme.authorizerUri,
    // Before it is rendered, the body's own name is another.
    schemePath: path.slice(1),
    ttl: scheme.authorizerResultTtlInSeconds,
    identitySource: scheme.identitySource,
    payloadFormat: scheme.authorizerPayloadFormatVersion,
    api: undefined,
  };
}
