import type { ApiModel, Finding } from '../../../local/src/model/api-model';
import { type ApiModelOptions, buildApiModel } from '../../../local/src/model/build-api-model';
import type { RouteModel } from '../../../local/src/model/route-model';
import { resolvedTemplate, REST_API } from './assembly-files';

export type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;

const RestApiId = { Ref: 'Api' };
export const ROOT = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:123456789012:function:get';

/** A resource of the API. */
export function own(kind: string, properties: object = {}): { readonly Type: string; readonly Properties: object } {
  return { Type: `AWS::ApiGateway::${kind}`, Properties: { RestApiId, ...properties } };
}

/** A method of the root, open and with a mock where the properties say nothing. */
export function method(properties: object = {}): { readonly Type: string; readonly Properties: object } {
  return own('Method', {
    HttpMethod: 'GET',
    ResourceId: ROOT,
    AuthorizationType: 'NONE',
    Integration: { Type: 'MOCK' },
    ...properties,
  });
}

export function invocationUri(functionArn: string, version = '2015-03-31', operation = 'invocations'): string {
  return `arn:aws:apigateway:us-east-1:lambda:path/${version}/functions/${functionArn}/${operation}`;
}

/** The model of an API with these resources; it has a stage `v1` of its own. */
export function modelOf(
  resources: Resources,
  { api = {}, ...options }: Omit<ApiModelOptions, 'api'> & { readonly api?: object } = {},
): ApiModel {
  const stack = resolvedTemplate(
    {
      Parameters: { Open: { Type: 'String' } },
      Resources: {
        Api: { ...REST_API, Properties: { ...REST_API.Properties, ...api } },
        Stage: own('Stage', { StageName: 'v1', DeploymentId: 'd1' }),
        ...resources,
      },
    },
    { api: 'Api' },
  );
  return buildApiModel(stack, { api: 'Api', ...options });
}

/** The one route of an API with one method. */
export function routeOf(properties: object, resources: Resources = {}): RouteModel {
  const { routes } = modelOf({ Method: method(properties), ...resources });
  if (routes.length !== 1) throw new Error(`${routes.length} routes`);
  return routes[0];
}

export function findingsAbout({ findings }: ApiModel, subject: string): readonly Omit<Finding, 'subject'>[] {
  return findings.filter((finding) => finding.subject === subject).map(({ what, effect }) => ({ what, effect }));
}
