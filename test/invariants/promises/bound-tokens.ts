import type { Promised, TemplateResource, TemplateView } from '../view';

const AUTHORIZER = 'AWS::ApiGateway::Authorizer';

/** The authorizer of `GET /bound`. */
function authorizerOfBound(view: TemplateView): TemplateResource {
  const [resource] = view
    .some('AWS::ApiGateway::Resource')
    .find(([, { Properties }]) => Properties.PathPart === 'bound')!;
  const [, method] = view
    .some('AWS::ApiGateway::Method')
    .find(([, { Properties }]) => Properties.ResourceId.Ref === resource)!;
  return new Map(view.some(AUTHORIZER)).get(method.Properties.AuthorizerId.Ref as string)!;
}

function tableStatements(view: TemplateView): { readonly Action: unknown; readonly Resource: unknown }[] {
  return view
    .some('AWS::IAM::ManagedPolicy')
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown }[])
    .filter(({ Action }) => view.text(Action).includes('dynamodb:'));
}

export const boundTokenPromises: Promised[] = [
  {
    name: 'no decision is kept that depends on who sends the token',
    of: (traits) => traits.boundTokens,
    violations: (view) => {
      const ttl: unknown = authorizerOfBound(view).Properties.AuthorizerResultTtlInSeconds;
      return ttl === 0 ? [] : [`kept for ${String(ttl)}`];
    },
    break: (view) => {
      authorizerOfBound(view).Properties.AuthorizerResultTtlInSeconds = 300;
    },
  },
  {
    name: 'decisions that depend on the token alone are still kept',
    of: (traits) => traits.boundTokens,
    violations: (view) =>
      view.some(AUTHORIZER).some(([, { Properties }]) => Properties.AuthorizerResultTtlInSeconds === 300)
        ? []
        : ['none is kept'],
    break: (view) => {
      for (const [, { Properties }] of view.some(AUTHORIZER)) Properties.AuthorizerResultTtlInSeconds = 0;
    },
  },
  {
    name: 'the authorizer may read one table and add to another, and nothing else',
    of: (traits) => traits.boundTokens,
    violations: (view) => {
      const found = tableStatements(view);
      const resources = new Set(found.map(({ Resource }) => view.text(Resource)));
      const actions = found.map(({ Action }) => Action);
      return view.text(actions) === '["dynamodb:BatchGetItem","dynamodb:PutItem"]' && resources.size === 2
        ? []
        : [view.text(found)];
    },
    break: (view) => {
      Object.assign(tableStatements(view)[0], { Action: ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem'] });
    },
  },
];
