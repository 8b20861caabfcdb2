import type { Promised, TemplateResource, TemplateView } from '../view';

const METHOD = 'AWS::ApiGateway::Method';
const AUTHORIZER = 'AWS::ApiGateway::Authorizer';

function isPreflight({ Properties: method }: TemplateResource): boolean {
  return method.HttpMethod === 'OPTIONS';
}

function openMethods(view: TemplateView): [string, TemplateResource][] {
  return view
    .some(METHOD)
    .filter(([, method]) => method.Properties.AuthorizationType === 'NONE' && !isPreflight(method));
}

function guarded(view: TemplateView): TemplateResource {
  const found = view.some(METHOD).find(([, method]) => method.Properties.AuthorizationType !== 'NONE');
  if (!found) throw new Error('no guarded method');
  return found[1];
}

/** Properties of the authorizer of `GET /tenants/{tenantId}`. */
function authorizerOfTenants(view: TemplateView): TemplateResource['Properties'] {
  const [resource] = view
    .some('AWS::ApiGateway::Resource')
    .find(([, { Properties }]) => Properties.PathPart === '{tenantId}')!;
  const [, method] = view
    .some(METHOD)
    .find(([, found]) => found.Properties.ResourceId.Ref === resource && !isPreflight(found))!;
  return new Map(view.some(AUTHORIZER)).get(method.Properties.AuthorizerId.Ref as string)!.Properties;
}

export const authorizationPromises: Promised[] = [
  {
    name: 'every method is authorized, but for the declared public routes and the preflights',
    violations: (view, traits) => {
      const open = openMethods(view);
      return open.length === traits.publicRoutes
        ? []
        : [`${open.length} open methods: ${open.map(([id]) => id).join()}`];
    },
    break: (view) => {
      guarded(view).Properties.AuthorizationType = 'NONE';
    },
  },
  {
    name: 'every method names its authorizer, which belongs to the same API',
    of: (traits) => traits.authorization !== 'iam',
    violations: (view) => {
      const authorizers = new Map(view.some(AUTHORIZER));
      const api = view.some('AWS::ApiGateway::RestApi')[0][0];
      return view.some(METHOD).flatMap(([id, { Properties: method }]) => {
        if (method.AuthorizationType === 'NONE') return [];
        const authorizer = authorizers.get(method.AuthorizerId?.Ref);
        return authorizer?.Properties.RestApiId.Ref === api ? [] : [id];
      });
    },
    break: (view) => {
      delete guarded(view).Properties.AuthorizerId;
    },
  },
  {
    name: 'a preflight is a mock that answers 204 and asks for no authorization and no key',
    of: (traits) => traits.cors !== 'none',
    violations: (view) => {
      const preflights = view.some(METHOD).filter(([, method]) => isPreflight(method));
      if (preflights.length === 0) return ['there is none'];
      return preflights.flatMap(([id, { Properties: method }]) =>
        method.AuthorizationType === 'NONE' &&
        method.ApiKeyRequired === undefined &&
        method.Integration.Type === 'MOCK' &&
        method.Integration.IntegrationResponses.every(
          (response: { StatusCode: string }) => response.StatusCode === '204',
        )
          ? []
          : [id],
      );
    },
    break: (view) => {
      for (const [, method] of view.some(METHOD))
        if (isPreflight(method)) method.Properties.Integration.Type = 'AWS_PROXY';
    },
  },
  {
    name: 'a kept decision belongs to one token on one route or path',
    of: (traits) => traits.authorization === 'jwt' || traits.authorization === 'lambda',
    violations: (view) =>
      view.some(AUTHORIZER).flatMap(([id, { Properties: authorizer }]) => {
        const sources = String(authorizer.IdentitySource).split(',');
        const keyed =
          sources.some((source) => source.startsWith('method.request.header.')) &&
          sources.includes('context.httpMethod') &&
          (sources.includes('context.resourcePath') || sources.includes('context.path'));
        return authorizer.Type === 'REQUEST' && keyed ? [] : [id];
      }),
    break: (view) => {
      view.some(AUTHORIZER)[0][1].Properties.IdentitySource = 'method.request.header.Authorization';
    },
  },
  {
    name: 'a decision that depends on the path is cached by path, or not at all',
    of: (traits) => traits.authorization === 'jwt',
    violations: (view) => {
      const { IdentitySource: sources, AuthorizerResultTtlInSeconds: ttl } = authorizerOfTenants(view);
      return ttl === 0 || String(sources).split(',').includes('context.path') ? [] : [String(sources)];
    },
    break: (view) => {
      Object.assign(authorizerOfTenants(view), {
        IdentitySource: 'method.request.header.Authorization,context.httpMethod,context.resourcePath',
        AuthorizerResultTtlInSeconds: 300,
      });
    },
  },
  {
    name: 'an authorizer function gets events that say which route is called',
    of: (traits) => traits.authorization === 'jwt' || traits.authorization === 'lambda',
    violations: (view) =>
      view.some(AUTHORIZER).flatMap(([id, { Properties }]) => (Properties.Type === 'REQUEST' ? [] : [id])),
    break: (view) => {
      view.some(AUTHORIZER)[0][1].Properties.Type = 'TOKEN';
    },
  },
  {
    name: 'every authorizer says how long decisions are kept: an hour at most',
    of: (traits) => traits.authorization !== 'iam',
    violations: (view) =>
      view.some(AUTHORIZER).flatMap(([id, { Properties: authorizer }]) => {
        const ttl: unknown = authorizer.AuthorizerResultTtlInSeconds;
        return typeof ttl === 'number' && ttl >= 0 && ttl <= 3600 ? [] : [id];
      }),
    break: (view) => {
      delete view.some(AUTHORIZER)[0][1].Properties.AuthorizerResultTtlInSeconds;
    },
  },
  {
    name: 'an API key is never the only authorization',
    of: (traits) => traits.usageTiers,
    violations: (view) => {
      const keyed = view.some(METHOD).filter(([, method]) => method.Properties.ApiKeyRequired === true);
      if (keyed.length === 0) return ['no method asks for a key'];
      return keyed.filter(([, method]) => method.Properties.AuthorizationType === 'NONE').map(([id]) => id);
    },
    break: (view) => {
      openMethods(view)[0][1].Properties.ApiKeyRequired = true;
    },
  },
  {
    name: 'no API key has a value in the template',
    of: (traits) => traits.usageTiers && !traits.tokenTiers,
    violations: (view) =>
      view.some('AWS::ApiGateway::ApiKey').flatMap(([id, key]) => (key.Properties.Value === undefined ? [] : [id])),
    break: (view) => {
      view.some('AWS::ApiGateway::ApiKey')[0][1].Properties.Value = 'a value that somebody chose';
    },
  },
];
