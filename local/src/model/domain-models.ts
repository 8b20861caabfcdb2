import { isUnresolved, type ResolvedResource } from '../assembly/resolved-stack';
import type { DomainModel } from './api-model';
import type { ApiResources } from './api-resources';
import type { Assumptions } from './assumptions';
import type { ModelProblems } from './model-problems';
import { listOf, recordOf, textOf } from './property-values';

/** What AWS takes where the template says nothing. */
const DEFAULT_POLICY = 'TLS_1_2';

interface Mapping {
  readonly id: string;
  readonly domainName: unknown;
  readonly path: unknown;
  readonly stage: unknown;
}

/** The custom domain names that are mapped to the API's stage. */
export function domainModels(
  api: ApiResources,
  stage: string,
  problems: ModelProblems,
  assume: Assumptions,
): readonly DomainModel[] {
  return mappings(api).flatMap((mapping) => {
    if (isUnresolved([mapping.domainName, mapping.path, mapping.stage]) || typeof mapping.domainName !== 'string') {
      problems.refuse(mapping.id, 'the domain name or its base path is not known without AWS, and is not served');
      return [];
    }
    if (mapping.stage === undefined) {
      problems.refuse(mapping.id, 'a base path that is followed by the stage is not served');
      return [];
    }
    if (mapping.stage !== stage) return [];
    return [domainModel(api, { ...mapping, domainName: mapping.domainName }, problems, assume)];
  });
}

function mappings(api: ApiResources): readonly Mapping[] {
  return [
    ...api.own('AWS::ApiGateway::BasePathMapping').map(({ id, properties }) => ({
      id,
      domainName: properties.DomainName,
      path: properties.BasePath,
      stage: properties.Stage,
    })),
    ...api
      .all('AWS::ApiGatewayV2::ApiMapping')
      .filter(({ properties }) => properties.ApiId === api.apiId)
      .map(({ id, properties }) => ({
        id,
        domainName: properties.DomainName,
        path: properties.ApiMappingKey,
        stage: properties.Stage,
      })),
  ];
}

function domainModel(
  api: ApiResources,
  { id: mappingId, domainName, path }: Mapping & { readonly domainName: string },
  problems: ModelProblems,
  assume: Assumptions,
): DomainModel {
  const domain = DOMAIN_TYPES.flatMap((type) => api.all(type)).find(({ ref }) => ref === domainName);
  if (domain === undefined) {
    problems.declare(mappingId, `the domain ${domainName} is not in the assembly: its mutual TLS is not known`);
  }
  const demanded = domain?.properties.MutualTlsAuthentication !== undefined;
  const mutualTls = demanded && assume.mutualTls !== 'verified';
  if (domain !== undefined && demanded) {
    const what = 'mutual TLS: certificates of clients are not checked';
    if (mutualTls) problems.refuse(domain.id, what);
    else problems.declare(domain.id, `${what}, and assumed to be verified`);
  }
  if (domain?.properties.RoutingMode !== undefined && domain.properties.RoutingMode !== 'BASE_PATH_MAPPING_ONLY') {
    problems.declare(domain.id, 'routing rules: only base paths are looked at');
  }
  const basePath = textOf(path) ?? '';
  return {
    domainName,
    basePath: basePath === '(none)' ? '' : basePath.replace(/^\/+|\/+$/g, ''),
    securityPolicy: securityPolicyOf(domain),
    mutualTls,
  };
}

const DOMAIN_TYPES = ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName'];

function securityPolicyOf(domain: ResolvedResource | undefined): string {
  const configuration = recordOf(listOf(domain?.properties.DomainNameConfigurations)[0]);
  return textOf(domain?.properties.SecurityPolicy) ?? textOf(configuration.SecurityPolicy) ?? DEFAULT_POLICY;
}
