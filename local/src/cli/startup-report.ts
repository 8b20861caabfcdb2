import type { LocalGateway } from '../gateway/local-gateway';
import type { AuthorizationModel, RouteModel } from '../model/route-model';
import { table } from './table';

/** What a gateway serves, and what of its template it does not evaluate. */
export function startupReport(gateway: LocalGateway): string {
  const { model, findings } = gateway;
  const parts = [
    `${model.name} (stack ${model.stackName}, stage ${model.stage.name}) on ${gateway.url}`,
    table(['METHOD', 'PATH', 'AUTHORIZATION', 'BODY', 'API KEY', 'TARGET'], model.routes.map(routeRow)),
  ];
  if (findings.length > 0) {
    parts.push(
      'Not evaluated as AWS would:',
      table(
        ['EFFECT', 'SUBJECT', 'WHAT'],
        findings.map(({ effect, subject, what }) => [effect, subject, what]),
      ),
    );
  }
  parts.push(
    `Clients must trust ${gateway.certificateFile}:\n  curl --cacert ${gateway.certificateFile} ${gateway.url}/`,
  );
  return parts.join('\n\n');
}

function routeRow(route: RouteModel): string[] {
  return [
    route.httpMethod,
    route.resourcePath,
    route.refusal === undefined ? authorization(route.authorization) : 'refused',
    route.validateBody && Object.keys(route.models).length > 0 ? 'validated' : '-',
    route.apiKeyRequired ? 'required' : '-',
    target(route),
  ];
}

function authorization(model: AuthorizationModel): string {
  if (model.type === 'LAMBDA') return `Lambda ${model.authorizer.name}`;
  return model.type === 'COGNITO' ? `user pool ${model.authorizer.name}` : model.type;
}

function target({ integration }: RouteModel): string {
  switch (integration.type) {
    case 'LAMBDA_PROXY':
      return `Lambda ${integration.functionArn.split(':').slice(6).join(':')}`;
    case 'HTTP_PROXY':
      return `HTTP ${integration.uri}`;
    case 'MOCK':
      return 'mock';
    case 'UNSUPPORTED':
      return `refused: ${integration.what}`;
  }
}
