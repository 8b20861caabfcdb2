import { isUnresolved, type ResolvedResource } from '../assembly/resolved-stack';
import type { ApiResources } from './api-resources';
import { lambdaTarget, withStageVariables } from './lambda-uri';
import { listOf, numberOf, textOf } from './property-values';
import type { AuthorizationModel } from './route-model';

/** What authorizes a method, or why that cannot be told. */
export type AuthorizationReading = { readonly authorization: AuthorizationModel } | { readonly why: string };

/** What `Authorization` stands for where the template names no identity source. */
const DEFAULT_SOURCE = 'method.request.header.Authorization';
const DEFAULT_TTL_SECONDS = 300;

/** Reads a method's authorization, with its authorizer. */
export function readAuthorization(
  method: ResolvedResource['properties'],
  api: ApiResources,
  stageVariables: Readonly<Record<string, string>>,
): AuthorizationReading {
  const { AuthorizationType: type, AuthorizerId: authorizerId } = method;
  if (type === 'NONE' || type === 'AWS_IAM') return { authorization: { type } };
  if (type !== 'CUSTOM' && type !== 'COGNITO_USER_POOLS') {
    return { why: `its authorization type ${JSON.stringify(type)} is not known` };
  }
  const authorizer = api.referred('AWS::ApiGateway::Authorizer', authorizerId);
  if (authorizer === undefined) return { why: `its authorizer ${String(authorizerId)} is not in the assembly` };
  const unknown = GUARDS.filter((property) => isUnresolved(authorizer.properties[property]));
  if (unknown.length > 0)
    return { why: `${unknown.join(', ')} of authorizer ${authorizer.id} is not known without AWS` };
  const kind = authorizer.properties.Type;
  if (type === 'COGNITO_USER_POOLS' && kind === type) return readUserPools(authorizer, stageVariables);
  if (type === 'CUSTOM' && (kind === 'REQUEST' || kind === 'TOKEN'))
    return readLambda(authorizer, kind, stageVariables);
  return { why: `authorizer ${authorizer.id} of type ${String(kind)} does not go with authorization type ${type}` };
}

const GUARDS = ['Type', 'IdentitySource', 'AuthorizerResultTtlInSeconds', 'IdentityValidationExpression'];

function readLambda(
  { id, properties }: ResolvedResource,
  kind: 'REQUEST' | 'TOKEN',
  stageVariables: Readonly<Record<string, string>>,
): AuthorizationReading {
  const target = lambdaTarget(properties.AuthorizerUri, stageVariables);
  if ('why' in target) return { why: `authorizer ${id}: ${target.why}` };
  const sources = (textOf(properties.IdentitySource) ?? (kind === 'TOKEN' ? DEFAULT_SOURCE : ''))
    .split(',')
    .map((source) => source.trim())
    .filter((source) => source !== '');
  return {
    authorization: {
      type: 'LAMBDA',
      authorizer: {
        id,
        name: textOf(properties.Name) ?? id,
        kind,
        functionArn: target.functionArn,
        identitySources: sources,
        ttlSeconds: numberOf(properties.AuthorizerResultTtlInSeconds) ?? DEFAULT_TTL_SECONDS,
        ...(kind === 'TOKEN' ? { validationExpression: textOf(properties.IdentityValidationExpression) } : {}),
      },
    },
  };
}

function readUserPools(
  { id, properties }: ResolvedResource,
  stageVariables: Readonly<Record<string, string>>,
): AuthorizationReading {
  const arns = listOf(properties.ProviderARNs).map((arn) =>
    typeof arn === 'string' ? withStageVariables(arn, stageVariables) : undefined,
  );
  const userPoolArns = arns.filter((arn) => arn !== undefined && !isUnresolved(arn)) as string[];
  if (userPoolArns.length === 0 || userPoolArns.length < arns.length) {
    return { why: `the user pools of authorizer ${id} are not known without AWS` };
  }
  const source = textOf(properties.IdentitySource) ?? DEFAULT_SOURCE;
  const header = /^method\.request\.header\.([^,\s]+)$/.exec(source)?.[1];
  if (header === undefined) return { why: `the identity source ${source} of authorizer ${id} is not one header` };
  return {
    authorization: {
      type: 'COGNITO',
      authorizer: {
        id,
        name: textOf(properties.Name) ?? id,
        userPoolArns,
        identitySource: header,
        validationExpression: textOf(properties.IdentityValidationExpression),
      },
    },
  };
}
