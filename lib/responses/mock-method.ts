import * as apigateway from 'aws-cdk-lib/aws-apigateway';

/** What a mock answers. */
export interface MockMethodProps {
  readonly statusCode: number;
  /** Header name to value, in API Gateway's notation. */
  readonly headers: { readonly [name: string]: string };
  /** Headers that the template sets. */
  readonly templateHeaders?: readonly string[];
  /** Template of the response body. */
  readonly template?: string;
}

/** A mock integration and what its method must declare. */
export interface MockMethod {
  readonly integration: apigateway.MockIntegration;
  readonly methodResponses: apigateway.MethodResponse[];
}

/**
 * A mock that answers every request in the same way, whatever its `Content-Type` and `Accept` say.
 *
 * A body whose content type has no template would be passed to the mock, which fails on it with a 500. `$default` is the
 * template of all other types; should the service not take it for one, `NEVER` makes that a 415. A payload that counts as
 * binary cannot go through a template, in either direction: hence the conversion to text.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
export function mockMethod({ statusCode, headers, templateHeaders = [], template }: MockMethodProps): MockMethod {
  const status = String(statusCode);
  const request = JSON.stringify({ statusCode });
  const declared = [...new Set([...Object.keys(headers), ...templateHeaders])];
  return {
    integration: new apigateway.MockIntegration({
      requestTemplates: { 'application/json': request, $default: request },
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT,
      integrationResponses: [
        {
          statusCode: status,
          contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT,
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
          responseTemplates: template === undefined ? undefined : { 'application/json': template },
        },
      ],
    }),
    methodResponses: [
      {
        statusCode: status,
        responseParameters: Object.fromEntries(declared.map((name) => [`method.response.header.${name}`, true])),
      },
    ],
  };
}
