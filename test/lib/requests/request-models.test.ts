import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Access, RequestBody, RouteTarget, type SecureApiGateway } from '../../../lib';
import { methodsOf, newGateway, newStack, onlyResource, propertiesOf } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });
const access = Access.authenticated();
const order = { type: 'object', properties: { sku: { type: 'string' } } };
const stack = newStack();

/** A gateway with one route per body, in a stack of its own. */
function gatewayWith(...bodies: RequestBody[]): SecureApiGateway {
  const api = newGateway(newStack());
  bodies.forEach((body, index) => api.addRoute(`POST /r${index}`, target, { access, body }));
  return api;
}

function templateWith(...bodies: RequestBody[]): Template {
  return Template.fromStack(gatewayWith(...bodies).restApi.stack);
}

describe('a model', () => {
  test("is the compiled schema, in API Gateway's dialect", () => {
    const api = newGateway(stack);
    api.addRoute('POST /orders', target, { access, body: RequestBody.json(order) });
    expect(onlyResource(Template.fromStack(stack), 'AWS::ApiGateway::Model').Properties).toEqual({
      RestApiId: stack.resolve(api.restApi.restApiId),
      ContentType: 'application/json',
      Description: 'Body of POST /orders',
      Schema: {
        $schema: 'http://json-schema.org/draft-04/schema#',
        type: 'object',
        properties: { sku: { type: 'string' } },
        additionalProperties: false,
      },
    });
  });

  test('takes a description', () => {
    const template = templateWith(RequestBody.json(order, { description: 'What a customer buys' }));
    expect(onlyResource(template, 'AWS::ApiGateway::Model').Properties.Description).toBe('What a customer buys');
  });

  test('keeps properties named like the keywords that CDK renames', () => {
    const properties = { ref: { type: 'string' }, schema: { type: 'string' } };
    const { Schema } = onlyResource(
      templateWith(RequestBody.json({ type: 'object', properties, required: ['ref', 'schema'] })),
      'AWS::ApiGateway::Model',
    ).Properties;
    expect(Schema).toMatchObject({ properties, required: ['ref', 'schema'] });
  });

  test('is shared by routes with the same schema, however it is written', () => {
    const same = JSON.parse(JSON.stringify(order)) as typeof order;
    const template = templateWith(RequestBody.json(order), RequestBody.json(same), RequestBody.json(order));
    const model = { Ref: onlyResource(template, 'AWS::ApiGateway::Model').logicalId };
    for (const method of Object.values(methodsOf(template))) {
      expect(method.RequestModels).toEqual({ 'application/json': model, $default: model });
    }
  });

  test('is one for each different schema', () => {
    const template = templateWith(RequestBody.json(order), RequestBody.json({ ...order, required: ['sku'] }));
    template.resourceCountIs('AWS::ApiGateway::Model', 2);
    const methods = methodsOf(template);
    expect(methods['POST /r0'].RequestModels).not.toEqual(methods['POST /r1'].RequestModels);
  });

  test('changes its logical id with its schema, and not with other routes', () => {
    const idsOf = (template: Template): string[] => Object.keys(propertiesOf(template, 'AWS::ApiGateway::Model'));
    const [alone] = idsOf(templateWith(RequestBody.json(order)));
    const other = RequestBody.json({ type: 'string' });
    expect(idsOf(templateWith(other, RequestBody.json(order)))).toContain(alone);
    expect(idsOf(templateWith(other))).not.toContain(alone);
  });

  test('is there before the deployment', () => {
    const template = templateWith(RequestBody.json(order));
    expect(onlyResource(template, 'AWS::ApiGateway::Deployment').DependsOn).toContain(
      onlyResource(template, 'AWS::ApiGateway::Model').logicalId,
    );
  });
});

test.each([
  ['none', RequestBody.none()],
  ['an unvalidated one', RequestBody.unvalidated('an image')],
])('there is no model for %s', (_what, body) => {
  const template = templateWith(body);
  template.resourceCountIs('AWS::ApiGateway::Model', 0);
  expect(methodsOf(template)['POST /r0']).not.toHaveProperty('RequestModels');
});

describe('the quota of all models', () => {
  const big = (kilobytes: number, mark: string): RequestBody =>
    RequestBody.json({ type: 'string', enum: [mark + 'x'.repeat(kilobytes * 1_024)] });

  test('is kept, and a shared model counts once', () => {
    expect(() => gatewayWith(big(199, 'a'), big(199, 'b'), big(199, 'a'))).not.toThrow();
  });

  test('is an error when it is exceeded', () => {
    const frame = JSON.stringify({
      $schema: 'http://json-schema.org/draft-04/schema#',
      type: 'string',
      enum: ['a'],
    }).length;
    const bytes = 2 * frame + (199 + 202) * 1_024;
    expect(() => gatewayWith(big(199, 'a'), big(202, 'b'))).toThrow(
      `with this body the models of the API have ${bytes} bytes; all models of an API together may have 409600; share ` +
        "schemas between routes or split the API (at S/Api, body of 'POST /r1') [ModelsTooLarge]",
    );
  });

  test('counts bytes, not characters', () => {
    const wide = RequestBody.json({ type: 'string', enum: ['ü'.repeat(205 * 1_024)] });
    expect(() => gatewayWith(wide)).toThrow('[ModelsTooLarge]');
  });

  test('leaves room for a smaller model after a refused one', () => {
    const api = gatewayWith(big(199, 'a'));
    expect(() => api.addRoute('POST /big', target, { access, body: big(202, 'b') })).toThrow('[ModelsTooLarge]');
    expect(() => api.addRoute('POST /big', target, { access, body: big(199, 'b') })).not.toThrow();
  });
});

describe('a warning says that', () => {
  function annotationsOf(schema: { [key: string]: unknown }): Annotations {
    return Annotations.fromStack(gatewayWith(RequestBody.json(schema)).restApi.stack);
  }

  test('an object stays open because closing it could refuse too much', () => {
    const schema = { allOf: [order, { properties: { note: { type: 'string' } } }] };
    annotationsOf(schema).hasWarning(
      '*',
      "the body of 'POST /r0' accepts unknown properties at #/allOf/0, #/allOf/1: closing these objects could " +
        "refuse what another part of the schema asks for; write 'additionalProperties' there " +
        '[ack: cdk-secure-api-gateway:openObject]',
    );
  });

  test('a format is not known to be enforced', () => {
    const schema = { type: 'object', properties: { mail: { type: 'string', format: 'email' } } };
    annotationsOf(schema).hasWarning(
      '*',
      "the body of 'POST /r0' uses 'format' at #/properties/mail/format: API Gateway is not known to enforce it; add a " +
        "'pattern' where it matters [ack: cdk-secure-api-gateway:formatNotEnforced]",
    );
  });

  test('nothing is wrong with a plain schema', () => {
    annotationsOf(order).hasNoWarning('*', Match.anyValue());
  });
});

test('an error of the schema names the gateway and the route', () => {
  expect(() => gatewayWith(RequestBody.json({ type: 'strin' }))).toThrow(
    'the value at \'#/type\' is "strin"; it must be one of array, boolean, integer, null, number, object, string, or a list ' +
      "of different ones (at S/Api, body of 'POST /r0') [SchemaInvalid]",
  );
});
