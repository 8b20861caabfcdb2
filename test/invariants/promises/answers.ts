import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import type { Promised, TemplateView } from '../view';

const ANSWER = 'AWS::ApiGateway::GatewayResponse';
const ORIGIN = 'gatewayresponse.header.Access-Control-Allow-Origin';
const CREDENTIALS = 'gatewayresponse.header.Access-Control-Allow-Credentials';

const EXPOSED = 'gatewayresponse.header.Access-Control-Expose-Headers';

const EVERY_TYPE = Object.values(ResponseType)
  .filter((type): type is ResponseType => type instanceof ResponseType)
  .map((type) => type.responseType);

function answer(view: TemplateView, type: string): any {
  const found = view.some(ANSWER).find(([, { Properties: properties }]) => properties.ResponseType === type);
  if (!found) throw new Error(`no answer of type ${type}`);
  return found[1].Properties;
}

function mocks(view: TemplateView): [id: string, method: any][] {
  return view
    .some('AWS::ApiGateway::Method')
    .filter(([, { Properties: method }]) => method.Integration.Type === 'MOCK')
    .map(([id, { Properties: method }]) => [id, method]);
}

function origins(view: TemplateView): string[] {
  return view.some(ANSWER).map(([, { Properties: properties }]) => properties.ResponseParameters[ORIGIN]);
}

export const answerPromises: Promised[] = [
  {
    name: 'every type of gateway response is a problem detail with the request id, and nothing internal',
    violations: (view) =>
      EVERY_TYPE.flatMap((type) => {
        const { ResponseTemplates: templates, StatusCode: status } = answer(view, type);
        const body = JSON.parse(templates['application/json']) as { [member: string]: unknown };
        const { type: kind, title, requestId, status: shown, ...rest } = body;
        const said = kind === 'about:blank' && typeof title === 'string' && requestId === '$context.requestId';
        const agrees = shown === undefined ? status === undefined : shown === Number(status);
        return said && agrees && Object.keys(rest).length === 0 ? [] : [type];
      }),
    break: (view) => {
      answer(view, 'DEFAULT_4XX').ResponseTemplates['application/json'] = JSON.stringify({
        type: 'about:blank',
        title: 'Request refused',
        requestId: '$context.requestId',
        detail: '$context.error.validationErrorString',
      });
    },
  },
  {
    name: 'every answer has its security headers',
    violations: (view) =>
      view.some(ANSWER).flatMap(
        ([
          id,
          {
            Properties: { ResponseParameters: headers },
          },
        ]) => {
          const missing = [
            ['Strict-Transport-Security', "'max-age=63072000; includeSubDomains'"],
            ['X-Content-Type-Options', "'nosniff'"],
            ['Cache-Control', "'no-store'"],
            ['Content-Type', "'application/problem+json'"],
          ].filter(([name, value]) => headers[`gatewayresponse.header.${name}`] !== value);
          return missing.map(([name]) => `${id} has no ${name}`);
        },
      ),
    break: (view) => {
      delete answer(view, 'WAF_FILTERED').ResponseParameters['gatewayresponse.header.X-Content-Type-Options'];
    },
  },
  {
    name: 'an unknown route is not found, and a throttled client is told when to come back',
    violations: (view) => [
      ...(answer(view, 'MISSING_AUTHENTICATION_TOKEN').StatusCode === '404' ? [] : ['unknown route']),
      ...['THROTTLED', 'QUOTA_EXCEEDED'].filter(
        (type) => !answer(view, type).ResponseParameters['gatewayresponse.header.Retry-After'],
      ),
    ],
    break: (view) => {
      answer(view, 'MISSING_AUTHENTICATION_TOKEN').StatusCode = '403';
    },
  },
  {
    name: 'a 401 says which scheme it wants',
    of: (traits) => traits.authorization !== 'iam',
    violations: (view, traits) => {
      const algorithms = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA';
      const expected = traits.boundTokens ? `'Bearer, DPoP algs="${algorithms}"'` : "'Bearer'";
      const { 'gatewayresponse.header.WWW-Authenticate': challenge } = answer(view, 'UNAUTHORIZED').ResponseParameters;
      return challenge === expected ? [] : [String(challenge)];
    },
    break: (view) => {
      delete answer(view, 'UNAUTHORIZED').ResponseParameters['gatewayresponse.header.WWW-Authenticate'];
    },
  },
  {
    name: 'a token without the scope is told so, by the one authorizer that knows',
    violations: (view, traits) => {
      const { 'gatewayresponse.header.WWW-Authenticate': challenge } = answer(view, 'ACCESS_DENIED').ResponseParameters;
      const expected = traits.authorization === 'jwt' ? 'context.authorizer.challenge' : undefined;
      return challenge === expected ? [] : [String(challenge)];
    },
    break: (view) => {
      answer(view, 'ACCESS_DENIED').ResponseParameters['gatewayresponse.header.WWW-Authenticate'] = "'Basic'";
    },
  },
  {
    name: 'no mock fails on a content type, on bytes, or on what the client accepts',
    violations: (view) =>
      mocks(view).flatMap(([id, { Integration: mock }]) => {
        const { 'application/json': json, $default: other } = mock.RequestTemplates;
        const texts = [mock, ...mock.IntegrationResponses].every((part) => part.ContentHandling === 'CONVERT_TO_TEXT');
        return json === other && mock.PassthroughBehavior === 'NEVER' && texts ? [] : [id];
      }),
    break: (view) => {
      delete mocks(view)[0][1].Integration.RequestTemplates.$default;
    },
  },
  {
    name: 'pages can read when to come back, what to bring and what to ask about',
    of: (traits) => traits.cors !== 'none',
    violations: (view) =>
      view.some(ANSWER).flatMap(([id, { Properties: properties }]) => {
        const exposed = String(properties.ResponseParameters[EXPOSED]);
        return exposed.startsWith("'Retry-After,WWW-Authenticate,x-amzn-RequestId") ? [] : [id];
      }),
    break: (view) => {
      answer(view, 'THROTTLED').ResponseParameters[EXPOSED] = "'ETag'";
    },
  },
  {
    name: 'without cors no answer has a cross-origin header, and no method is a preflight',
    of: (traits) => traits.cors === 'none',
    violations: (view) =>
      view.text(view.json).includes('Access-Control-') || view.text(view.json).includes('"OPTIONS"')
        ? ['there is one']
        : [],
    break: (view) => {
      answer(view, 'DEFAULT_5XX').ResponseParameters[ORIGIN] = "'https://stranger.example'";
    },
  },
  {
    name: 'with cors every answer has one origin, never a list',
    of: (traits) => traits.cors !== 'none',
    violations: (view) => origins(view).filter((origin) => !origin || origin.includes(',')),
    break: (view) => {
      answer(view, 'DEFAULT_4XX').ResponseParameters[ORIGIN] = "'https://a.example,https://b.example'";
    },
  },
  {
    name: 'no answer lets credentials through for any origin, or for one that it repeats',
    of: (traits) => traits.cors === 'several-with-credentials',
    violations: (view) =>
      view.some(ANSWER).flatMap(
        ([
          id,
          {
            Properties: { ResponseParameters: headers },
          },
        ]) => {
          const withCredentials = headers[CREDENTIALS] === "'true'";
          const fixed = /^'https:\/\/[^*]+'$/.test(headers[ORIGIN]);
          return withCredentials && fixed ? [] : [id];
        },
      ),
    break: (view) => {
      answer(view, 'DEFAULT_4XX').ResponseParameters[ORIGIN] = 'method.request.header.Origin';
    },
  },
  {
    name: 'a preflight of several origins names a known one or none',
    of: (traits) => traits.cors === 'several' || traits.cors === 'several-with-credentials',
    violations: (view) => {
      const preflights = view.some('AWS::ApiGateway::Method').filter(([, m]) => m.Properties.HttpMethod === 'OPTIONS');
      return preflights.flatMap(([id, { Properties: method }]) => {
        const [response] = method.Integration.IntegrationResponses;
        const fixed = response.ResponseParameters['method.response.header.Access-Control-Allow-Origin'];
        const template = String(response.ResponseTemplates?.['application/json']);
        const compares = template.includes(
          '#if($origin == "https://shop.example.org" || $origin == "https://staff.example.org")',
        );
        return fixed === undefined && compares ? [] : [id];
      });
    },
    break: (view) => {
      for (const [, method] of view.some('AWS::ApiGateway::Method')) {
        if (method.Properties.HttpMethod !== 'OPTIONS') continue;
        const [response] = method.Properties.Integration.IntegrationResponses;
        response.ResponseTemplates['application/json'] =
          '#set($context.responseOverride.header.Access-Control-Allow-Origin = $input.params("Origin"))';
      }
    },
  },
];
