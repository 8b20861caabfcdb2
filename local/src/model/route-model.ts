/** A method of the API, whether it came from a Method resource or from an OpenAPI body. */
export interface RouteModel {
  readonly resourceId: string;
  /** `/`, `/orders/{orderId}`, `/{proxy+}`. */
  readonly resourcePath: string;
  /** Upper case, or `ANY`. */
  readonly httpMethod: string;
  readonly authorization: AuthorizationModel;
  readonly authorizationScopes: readonly string[];
  readonly apiKeyRequired: boolean;
  readonly operationName?: string;
  /** Names of the parameters that must be there; only looked at with `validateParameters`. */
  readonly requiredParameters: {
    readonly headers: readonly string[];
    readonly path: readonly string[];
    readonly query: readonly string[];
  };
  readonly validateBody: boolean;
  readonly validateParameters: boolean;
  /** Content type, or `$default`, to a JSON schema of draft-04. */
  readonly models: Readonly<Record<string, unknown>>;
  readonly integration: IntegrationModel;
  /** Status to the names of the response headers that the method declares. */
  readonly methodResponses: Readonly<Record<string, readonly string[]>>;
  /** Why every request to this route is refused: something that guards it cannot be evaluated. */
  readonly refusal?: string;
}

export type AuthorizationModel =
  | { readonly type: 'NONE' }
  | { readonly type: 'AWS_IAM' }
  | { readonly type: 'LAMBDA'; readonly authorizer: LambdaAuthorizerModel }
  | { readonly type: 'COGNITO'; readonly authorizer: UserPoolAuthorizerModel };

export interface LambdaAuthorizerModel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'REQUEST' | 'TOKEN';
  readonly functionArn: string;
  /** In API Gateway's notation: `method.request.header.Authorization`, `context.path`, … */
  readonly identitySources: readonly string[];
  /** 300 where the template says nothing, as AWS does; 0 without a cache. */
  readonly ttlSeconds: number;
  /** TOKEN only: what the token must match before the function is asked. */
  readonly validationExpression?: string;
}

export interface UserPoolAuthorizerModel {
  readonly id: string;
  readonly name: string;
  readonly userPoolArns: readonly string[];
  /** Name of the header, `Authorization`. */
  readonly identitySource: string;
  readonly validationExpression?: string;
}

export type IntegrationModel =
  | LambdaProxyIntegrationModel
  | MockIntegrationModel
  | HttpProxyIntegrationModel
  | { readonly type: 'UNSUPPORTED'; readonly what: string };

export interface LambdaProxyIntegrationModel {
  readonly type: 'LAMBDA_PROXY';
  readonly functionArn: string;
  /** Of the integration; 29,000 where the template says nothing. */
  readonly timeoutMs: number;
  /** Anything but POST is answered with a 500, as AWS does. */
  readonly httpMethod: string;
}

export interface MockIntegrationModel {
  readonly type: 'MOCK';
  /** Media type to template. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  /** Whether a body of a binary media type becomes text before the template. */
  readonly convertsToText?: boolean;
  readonly responses: readonly IntegrationResponseModel[];
}

export interface IntegrationResponseModel {
  readonly statusCode: string;
  /** Regular expression over the status; undefined for the default response. */
  readonly selectionPattern?: string;
  /** `method.response.header.Name` to a value in API Gateway's notation. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
  /** Whether the body stays text for a client that accepts a binary media type. */
  readonly convertsToText?: boolean;
}

export interface HttpProxyIntegrationModel {
  readonly type: 'HTTP_PROXY';
  /** May hold `{parameter}` and `${stageVariables.x}`. */
  readonly uri: string;
  /** `ANY` for the caller's own. */
  readonly httpMethod: string;
  /** `integration.request.header.X` to `method.request.…`, `context.…` or `'literal'`. */
  readonly requestParameters: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}
