import type { Promised, TemplateView } from '../view';

const REST_API = 'AWS::ApiGateway::RestApi';
const DOMAIN = 'AWS::ApiGateway::DomainName';
const WEB_ACL = 'AWS::WAFv2::WebACL';
const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';

const MANAGED_GROUPS = ['AmazonIpReputationList', 'KnownBadInputsRuleSet', 'CommonRuleSet', 'SQLiRuleSet'];
const CREDENTIALS = ['authorization', 'cookie', 'dpop', 'proxy-authorization', 'x-amz-security-token', 'x-api-key'];

/** Enhanced policies need an access mode, the legacy one must have none; TLS 1.0 is no policy at all. */
function tlsFaults(properties: { SecurityPolicy?: string; EndpointAccessMode?: string }): string[] {
  const { SecurityPolicy: policy = 'none', EndpointAccessMode: mode } = properties;
  if (policy === 'TLS_1_2') return mode === undefined ? [] : [`mode ${mode} with a legacy policy`];
  if (/^SecurityPolicy_TLS13_1_[23]_/.test(policy)) return mode === 'STRICT' ? [] : [`mode ${String(mode)}`];
  return [`policy ${policy}`];
}

function rules(view: TemplateView): any[] {
  return view.only(WEB_ACL).Properties.Rules;
}

export const networkPromises: Promised[] = [
  {
    name: 'both doors have the same TLS policy, of TLS 1.2 at least',
    violations: (view) => {
      const api = view.only(REST_API).Properties;
      return [
        ...tlsFaults(api),
        ...view
          .all(DOMAIN)
          .flatMap(([id, { Properties: domain }]) =>
            domain.SecurityPolicy === api.SecurityPolicy && domain.EndpointAccessMode === api.EndpointAccessMode
              ? []
              : [id],
          ),
      ];
    },
    break: (view) => {
      view.only(REST_API).Properties.SecurityPolicy = 'TLS_1_0';
    },
  },
  {
    name: 'the endpoint is regional by name',
    violations: (view) => {
      const { Types: types } = view.only(REST_API).Properties.EndpointConfiguration;
      return view.text(types) === '["REGIONAL"]' ? [] : [view.text(types)];
    },
    break: (view) => {
      view.only(REST_API).Properties.EndpointConfiguration = { Types: ['EDGE'] };
    },
  },
  {
    name: 'with a domain, the execute-api endpoint is off',
    violations: (view, traits) =>
      view.only(REST_API).Properties.DisableExecuteApiEndpoint === traits.domain ? [] : ['both doors are open'],
    break: (view) => {
      const api = view.only(REST_API).Properties;
      api.DisableExecuteApiEndpoint = !api.DisableExecuteApiEndpoint;
    },
  },
  {
    name: 'one stage, one deployment that waits for every method, authorizer and answer',
    violations: (view) => {
      view.only('AWS::ApiGateway::Stage');
      const waits = view.only('AWS::ApiGateway::Deployment').DependsOn ?? [];
      return ['Method', 'Authorizer', 'GatewayResponse', 'Model', 'RequestValidator', 'Resource'].flatMap((name) =>
        view.all(`AWS::ApiGateway::${name}`).flatMap(([id]) => (waits.includes(id) ? [] : [id])),
      );
    },
    break: (view) => {
      view.only('AWS::ApiGateway::Deployment').DependsOn?.pop();
    },
  },
  {
    name: 'the stage has a web ACL unless that was declined',
    of: (traits) => traits.firewall !== 'none',
    violations: (view) => {
      const [stage] = view.some('AWS::ApiGateway::Stage')[0];
      const { ResourceArn: resource } = view.only(ASSOCIATION).Properties;
      return view.text(resource).includes(`{"Ref":"${stage}"}`) ? [] : [view.text(resource)];
    },
    break: (view) => {
      view.only(ASSOCIATION).Properties.ResourceArn = 'arn:aws:apigateway:eu-west-3::/restapis/another/stages/prod';
    },
  },
  {
    name: 'the web ACL has the managed groups, a body size rule and a rate rule per address, and all of them act',
    of: (traits) => traits.firewall === 'standard',
    violations: (view) => {
      const names = rules(view).map((rule) => rule.Name as string);
      const idle = rules(view).filter((rule) => !(rule.OverrideAction?.None ?? rule.Action?.Block));
      return [
        ...[...MANAGED_GROUPS, 'BodySize', 'RatePerIp'].filter((name) => !names.includes(name)),
        ...idle.map((rule) => `${rule.Name} does not act`),
      ];
    },
    break: (view) => {
      rules(view)[0].OverrideAction = { Count: {} };
    },
  },
  {
    name: 'the web ACL in count mode blocks nothing',
    of: (traits) => traits.firewall === 'count',
    violations: (view) =>
      rules(view).flatMap((rule) => ((rule.OverrideAction?.Count ?? rule.Action?.Count) ? [] : [rule.Name])),
    break: (view) => {
      rules(view)[0].OverrideAction = { None: {} };
    },
  },
  {
    name: 'the body size rule reads no further than WAF inspects, and matches what it cannot read',
    of: (traits) => traits.firewall === 'standard',
    violations: (view) => {
      const acl = view.only(WEB_ACL).Properties;
      const limit = Number(acl.AssociationConfig.RequestBody.API_GATEWAY.DefaultSizeInspectionLimit.slice(3)) * 1024;
      const size = rules(view).find((rule) => rule.Name === 'BodySize').Statement.SizeConstraintStatement;
      return size.Size <= limit && size.FieldToMatch.Body.OversizeHandling === 'MATCH' ? [] : [view.text(size)];
    },
    break: (view) => {
      rules(view).find((rule) => rule.Name === 'BodySize').Statement.SizeConstraintStatement.FieldToMatch.Body = {};
    },
  },
  {
    name: 'the firewall log holds no credential, no identity of the authorizer, and no query string',
    of: (traits) => traits.firewall === 'standard' || traits.firewall === 'count',
    violations: (view) => {
      const { RedactedFields: fields } = view.only('AWS::WAFv2::LoggingConfiguration').Properties;
      const { DataProtections: protections } = view.only(WEB_ACL).Properties.DataProtectionConfig;
      const redacted = fields.map((field: any) => field.SingleHeader.Name);
      const [headers, query] = protections;
      const identities = view
        .all('AWS::ApiGateway::Authorizer')
        .flatMap(([, { Properties: authorizer }]) => String(authorizer.IdentitySource).split(','))
        .flatMap((source) => /^method\.request\.header\.(.+)$/.exec(source)?.[1].toLowerCase() ?? []);
      return [
        ...[...CREDENTIALS, ...identities].filter(
          (name) => !redacted.includes(name) || !headers.Field.FieldKeys.includes(name),
        ),
        ...(view.text(query) === view.text({ Action: 'SUBSTITUTION', Field: { FieldType: 'QUERY_STRING' } })
          ? []
          : ['query string']),
      ];
    },
    break: (view) => {
      view.only('AWS::WAFv2::LoggingConfiguration').Properties.RedactedFields.pop();
    },
  },
  {
    name: 'IPv6 records lead to endpoints that speak IPv6',
    of: (traits) => traits.domain,
    violations: (view) => {
      const records = view
        .all('AWS::Route53::RecordSet')
        .filter(([, { Properties: record }]) => record.Type === 'AAAA');
      const endpoints = ['AWS::ApiGateway::DomainName', 'AWS::ApiGateway::RestApi'].flatMap((type) => view.some(type));
      return records.length === 0
        ? []
        : endpoints.flatMap(([id, { Properties: endpoint }]) =>
            endpoint.EndpointConfiguration.IpAddressType === 'dualstack' ? [] : [id],
          );
    },
    break: (view) => {
      view.json.Resources.Record = { Type: 'AWS::Route53::RecordSet', Properties: { Type: 'AAAA' } };
      view.only('AWS::ApiGateway::DomainName').Properties.EndpointConfiguration = { Types: ['REGIONAL'] };
    },
  },
];
