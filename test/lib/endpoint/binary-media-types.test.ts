import { CfnParameter } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Access, RequestBody, RouteTarget } from '../../../lib';
import { newGateway, newStack, onlyResource } from '../../support/synth';

const target = RouteTarget.mock({ statusCode: 200 });
const access = Access.authenticated();
const JSON_BODY = RequestBody.json({ type: 'object', required: ['a'] });

function templateWith(binaryMediaTypes: string[] | undefined): Template {
  const stack = newStack();
  newGateway(stack, { binaryMediaTypes }).addRoute('GET /a', target, { access });
  return Template.fromStack(stack);
}

test.each<[string[] | undefined, string[] | undefined]>([
  [undefined, undefined],
  [[], undefined],
  [['image/png'], ['image/png']],
  [
    ['image/*', 'application/pdf', 'image/*'],
    ['image/*', 'application/pdf'],
  ],
  [['*/*'], ['*/*']],
  [
    ['application/vnd.acme.order+zip', 'application/octet-stream'],
    ['application/vnd.acme.order+zip', 'application/octet-stream'],
  ],
])('%j become the binary media types of the API', (given, written) => {
  expect(onlyResource(templateWith(given), 'AWS::ApiGateway::RestApi').Properties.BinaryMediaTypes).toEqual(written);
});

test.each([
  ...['', '*', '/', 'image', 'image/', '/png', '*/png', 'image/**', 'im*/png', 'image/p*', 'Image/PNG', 'image/png '],
  ...[
    'image/png; q=1',
    'image/png,image/gif',
    'image~1png',
    'image/png\n',
    'image/ä',
    '*/*;q=0.8',
    '$default',
    'a/b/c',
  ],
])('%j is none', (type) => {
  expect(() => templateWith(['image/gif', type])).toThrow(
    `'binaryMediaTypes' is ${JSON.stringify(type)}; each must be 'type/subtype' in lower case and without parameters, ` +
      "'type/*' or '*/*' (at S/Api) [BinaryMediaTypeInvalid]",
  );
});

test('what is not literal or no list is an error', () => {
  const stack = newStack();
  const token = new CfnParameter(stack, 'Type').valueAsString;
  expect(() => newGateway(stack, { binaryMediaTypes: [token] })).toThrow('[BinaryMediaTypeInvalid]');
  const list = new CfnParameter(stack, 'Types', { type: 'CommaDelimitedList' }).valueAsList;
  expect(() => templateWith(list)).toThrow('[ListUnresolved]');
  expect(() => templateWith('image/png' as unknown as string[])).toThrow(
    '\'binaryMediaTypes\' is "image/png"; it must be a list (at S/Api) [BinaryMediaTypeInvalid]',
  );
});

describe('a JSON body', () => {
  test.each(['application/json', 'application/*', '*/*'])('cannot be bytes: %s', (type) => {
    const stack = newStack();
    const api = newGateway(stack, { binaryMediaTypes: ['image/png', type] });
    expect(() => api.addRoute('POST /a', target, { access, body: JSON_BODY })).toThrow(
      `'binaryMediaTypes' has ${type}, so JSON is bytes, which API Gateway is not known to validate; name the binary types ` +
        "one by one, or say RequestBody.unvalidated(reason) and validate in the handler (at S/Api, body of 'POST /a') " +
        '[BinaryJsonBody]',
    );
    api.addRoute('POST /a', target, { access, body: RequestBody.unvalidated('validated by the handler') });
    api.addRoute('POST /b', target, { access, body: RequestBody.none() });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('beside binary types comes with a warning, once', () => {
    const stack = newStack();
    const api = newGateway(stack, { binaryMediaTypes: ['image/*', 'application/pdf'] });
    api.addRoute('POST /a', target, { access, body: JSON_BODY });
    api.addRoute('POST /b', target, { access, body: JSON_BODY });
    const found = Annotations.fromStack(stack).findWarning('/S/Api', Match.anyValue());
    expect(found.map(({ entry }) => entry.data)).toEqual([
      'API Gateway is not known to validate bodies of the types image/*, application/pdf: handlers of routes with ' +
        'RequestBody.json() must refuse what comes with isBase64Encoded [ack: cdk-secure-api-gateway:binaryBodies]',
    ]);
  });
});
