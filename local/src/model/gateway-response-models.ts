import { isUnresolved } from '../assembly/resolved-stack';
import type { GatewayResponseModel } from './api-model';
import type { ApiResources } from './api-resources';
import type { ModelProblems } from './model-problems';
import { numberOf, textOf, textRecordOf } from './property-values';

/** The API's gateway responses; what of them is not known without AWS is left out, and said. */
export function gatewayResponseModels(api: ApiResources, problems: ModelProblems): readonly GatewayResponseModel[] {
  return api.own('AWS::ApiGateway::GatewayResponse').flatMap(({ id, properties }) => {
    if (isUnresolved(properties)) problems.declare(id, 'parts of this gateway response are not known without AWS');
    const responseType = textOf(properties.ResponseType);
    if (responseType === undefined) return [];
    return [
      {
        responseType,
        statusCode: numberOf(properties.StatusCode),
        parameters: textRecordOf(properties.ResponseParameters),
        templates: textRecordOf(properties.ResponseTemplates),
      },
    ];
  });
}
