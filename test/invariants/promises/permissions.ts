import type { Promised, TemplateView } from '../view';

const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';
const METHOD = 'AWS::ApiGateway::Method';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

function statements(view: TemplateView): [string, Statement][] {
  return view
    .some(MANAGED_POLICY)
    .flatMap(([id, policy]) =>
      list<Statement>(policy.Properties.PolicyDocument.Statement).map((s) => [id, s] as never),
    );
}

/** X-Ray has no resources to name. */
function isTracing(statement: Statement): boolean {
  return list(statement.Action).every((action) => action.startsWith('xray:Put'));
}

export const permissionPromises: Promised[] = [
  {
    name: 'functions are invoked by a role, never by a permission in their own policy',
    violations: (view) => [
      ...view.all('AWS::Lambda::Permission').map(([id]) => id),
      ...view.some(METHOD).flatMap(
        ([
          id,
          {
            Properties: { Integration: integration },
          },
        ]) => (integration.Type === 'AWS_PROXY' && !integration.Credentials ? [id] : []),
      ),
    ],
    break: (view) => {
      Object.assign(view.json.Resources, { Permission: { Type: 'AWS::Lambda::Permission', Properties: {} } });
    },
  },
  {
    name: 'an authorizer is invoked by the same role',
    of: (traits) => traits.authorization === 'jwt' || traits.authorization === 'lambda',
    violations: (view) =>
      view
        .some('AWS::ApiGateway::Authorizer')
        .flatMap(([id, authorizer]) => (authorizer.Properties.AuthorizerCredentials ? [] : [id])),
    break: (view) => {
      delete view.some('AWS::ApiGateway::Authorizer')[0][1].Properties.AuthorizerCredentials;
    },
  },
  {
    name: 'a function is made after the policies of its role, which Lambda checks for traces and dead letters',
    of: (traits) => traits.authorization === 'jwt',
    violations: (view) => {
      const functions = view.some('AWS::Lambda::Function');
      return functions.flatMap(([id, fn]) => {
        const role: unknown = fn.Properties.Role['Fn::GetAtt'][0];
        const policies = view
          .some(MANAGED_POLICY)
          .filter(([, p]) => p.Properties.Roles.some((r: any) => r.Ref === role));
        return policies.length > 0 && policies.every(([policy]) => fn.DependsOn?.includes(policy)) ? [] : [id];
      });
    },
    break: (view) => {
      view.some('AWS::Lambda::Function')[0][1].DependsOn?.splice(0);
    },
  },
  {
    name: 'no role has an inline policy or one of AWS',
    violations: (view) => [
      ...view.all('AWS::IAM::Policy').map(([id]) => id),
      ...view
        .some('AWS::IAM::Role')
        .flatMap(([id, { Properties: role }]) => (role.Policies || role.ManagedPolicyArns ? [id] : [])),
    ],
    break: (view) => {
      view.some('AWS::IAM::Role')[0][1].Properties.ManagedPolicyArns = ['arn:aws:iam::aws:policy/AWSLambdaExecute'];
    },
  },
  {
    name: 'no policy has a wildcard, but for tracing',
    violations: (view) =>
      statements(view)
        .filter(([, statement]) => !isTracing(statement))
        .filter(([, { Action: action, Resource: resource }]) => view.text([action, resource]).includes('*'))
        .map(([id]) => id),
    break: (view) => {
      const [, policy] = view.some(MANAGED_POLICY)[0];
      list<any>(policy.Properties.PolicyDocument.Statement)[0].Resource = '*';
    },
  },
  {
    name: 'integrations speak https, and nothing but mocks has no credentials',
    violations: (view) =>
      view.some(METHOD).flatMap(
        ([
          id,
          {
            Properties: { Integration: integration },
          },
        ]) => {
          if (integration.Type === 'MOCK') return [];
          const uri = view.text(integration.Uri);
          return integration.Type === 'AWS_PROXY' || uri.startsWith('"https://') ? [] : [id];
        },
      ),
    break: (view) => {
      const http = view.some(METHOD).find(([, method]) => method.Properties.Integration.Type === 'HTTP_PROXY');
      if (http) http[1].Properties.Integration.Uri = 'http://backend.example.org';
    },
  },
];
