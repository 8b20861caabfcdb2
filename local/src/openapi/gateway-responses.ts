import type { GatewayResponseModel } from '../model/api-model';
import { members, stringMembers, type Members } from './open-api-document';

/** The document's own answers to errors, from `x-amazon-apigateway-gateway-responses`. */
export function importedGatewayResponses(root: Members): readonly GatewayResponseModel[] {
  return Object.entries(members(root['x-amazon-apigateway-gateway-responses'])).map(([responseType, given]) => {
    const response = members(given);
    const statusCode = Number(response.statusCode);
    return {
      responseType,
      ...(response.statusCode !== undefined && Number.isInteger(statusCode) && { statusCode }),
      parameters: stringMembers(response.responseParameters),
      templates: stringMembers(response.responseTemplates),
    };
  });
}
