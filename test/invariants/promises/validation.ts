import type { Promised } from '../view';

const METHOD = 'AWS::ApiGateway::Method';
const MODEL = 'AWS::ApiGateway::Model';
const VALIDATOR = 'AWS::ApiGateway::RequestValidator';

/** Objects that declare properties and say nothing of others. */
function openObjects(schema: unknown, pointer = '#'): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as { [key: string]: unknown };
  const here = 'properties' in node && !('additionalProperties' in node) ? [pointer] : [];
  return [...here, ...Object.entries(node).flatMap(([key, value]) => openObjects(value, `${pointer}/${key}`))];
}

export const validationPromises: Promised[] = [
  {
    name: 'every method is validated by one of at most three validators',
    violations: (view) => {
      const validators = new Map(view.some(VALIDATOR));
      if (validators.size > 3) return [`${validators.size} validators`];
      return view.some(METHOD).flatMap(([id, { Properties: method }]) => {
        if (method.HttpMethod === 'OPTIONS') return [];
        const validator = validators.get(method.RequestValidatorId?.Ref)?.Properties;
        return validator?.ValidateRequestBody === true && validator.ValidateRequestParameters === true ? [] : [id];
      });
    },
    break: (view) => {
      view.some(VALIDATOR)[0][1].Properties.ValidateRequestBody = false;
    },
  },
  {
    name: 'a body is validated whatever its content type',
    violations: (view) => {
      const models = new Map(view.some(MODEL));
      const bound = view.some(METHOD).filter(([, method]) => method.Properties.RequestModels);
      if (bound.length === 0) return ['no method has a model'];
      return bound.flatMap(([id, { Properties: method }]) => {
        const named = method.RequestModels;
        const same = view.text(named['application/json']) === view.text(named.$default);
        return same && models.has(named.$default?.Ref) ? [] : [id];
      });
    },
    break: (view) => {
      for (const [, method] of view.some(METHOD)) delete method.Properties.RequestModels?.$default;
    },
  },
  {
    name: 'every POST, PUT and PATCH that is not declared unvalidated has a model',
    violations: (view) => {
      const carrying = view.some(METHOD).filter(([, m]) => ['POST', 'PUT', 'PATCH'].includes(m.Properties.HttpMethod));
      const bare = carrying.filter(([, method]) => !method.Properties.RequestModels).map(([id]) => id);
      // The route set declares exactly one of each: unvalidated, and without a body.
      return bare.length === 2 ? [] : ['!', ...bare];
    },
    break: (view) => {
      for (const [, method] of view.some(METHOD)) delete method.Properties.RequestModels;
    },
  },
  {
    name: 'every model is closed, and of draft-04',
    violations: (view) =>
      view
        .some(MODEL)
        .flatMap(([id, { Properties: model }]) => [
          ...openObjects(model.Schema).map((pointer) => `${id}${pointer}`),
          ...(model.Schema.$schema === 'http://json-schema.org/draft-04/schema#' ? [] : [`${id} has no draft`]),
        ]),
    break: (view) => {
      delete view.some(MODEL)[0][1].Properties.Schema.additionalProperties;
    },
  },
  {
    name: 'path parameters are required',
    violations: (view) => {
      const parts = new Map(view.some('AWS::ApiGateway::Resource'));
      return view.some(METHOD).flatMap(([id, { Properties: method }]) => {
        const part: unknown = parts.get(method.ResourceId?.Ref)?.Properties.PathPart;
        const name = typeof part === 'string' ? /^\{([^+}]+)\}$/.exec(part)?.[1] : undefined;
        if (name === undefined || method.HttpMethod === 'OPTIONS') return [];
        return method.RequestParameters?.[`method.request.path.${name}`] === true ? [] : [id];
      });
    },
    break: (view) => {
      for (const [, method] of view.some(METHOD)) delete method.Properties.RequestParameters;
    },
  },
];
