import { renderMappingTemplate } from '../../../local/src/templates/mapping-template';
import { exchange, failureOf } from '../support/exchanges';
import { route } from '../support/models';

const asked = exchange({
  request: {
    path: '/orders/o-7',
    rawQuery: 'sort=asc&q=a%22b',
    headers: [
      ['Origin', 'https://shop.example.com'],
      ['X-Tag', 'red'],
    ],
  },
  route: route('GET /orders/{orderId}'),
  pathParameters: { orderId: 'o-7' },
});

function render(template: string, body = ''): string {
  return renderMappingTemplate(template, asked, body).text;
}

test.each<[string, string]>([
  ['{"statusCode": 200}', '{"statusCode": 200}'],
  ['$context.stage', 'prod'],
  ['$context.identity.sourceIp', '198.51.100.7'],
  ['$context.nothing.here', ''],
  ['$stageVariables.colour', 'teal'],
  ['$input.params("orderId")/$input.params("sort")/$input.params("X-Tag")', 'o-7/asc/red'],
  ['$input.params("absent")', ''],
  ['$input.params().header.get("Origin")', 'https://shop.example.com'],
  ['$input.params().querystring.get("sort")', 'asc'],
  ['$input.params().path.get("orderId")', 'o-7'],
  ['$util.escapeJavaScript($input.params("q"))', 'a\\"b'],
  ['$util.urlEncode("a b&c")', 'a+b%26c'],
  ['$util.base64Encode("tea")$util.base64Decode("dGVh")', 'dGVhtea'],
  ['#if($input.params("sort") == "asc")up#{else}down#end', 'up'],
  ['#foreach($n in [1,2,3])$n#if($foreach.hasNext),#end#end', '1,2,3'],
])('%s becomes %s', (template, text) => {
  expect(render(template)).toBe(text);
});

test.each<[string, string, string]>([
  ['$input.body', '{"a":1}', '{"a":1}'],
  ['$input.json("$")', '{"a":[1,2]}', '{"a":[1,2]}'],
  ['$input.json("$.a[1]")', '{"a":[1,{"b":2}]}', '{"b":2}'],
  ['$input.path("$.a.b")', '{"a":{"b":"text"}}', 'text'],
  ['$util.parseJson($input.body).a', '{"a":"text"}', 'text'],
])('%s of %s becomes %s', (template, body, text) => {
  expect(render(template, body)).toBe(text);
});

test('what is set on the response is read from names with hyphens', () => {
  const template =
    '#set($context.responseOverride.header.Access-Control-Allow-Origin = "https://a.example")' +
    '#set($context.responseOverride.status = 418)';
  expect(renderMappingTemplate(template, asked, '').override).toEqual({
    status: 418,
    headers: [['Access-Control-Allow-Origin', 'https://a.example']],
  });
});

test('what a template sets is not seen by the layers behind it', () => {
  render('#set($context.stage = "other")#set($context.responseOverride.header.X = "1")');
  expect(asked.context.stage).toBe('prod');
  expect(asked.context).not.toHaveProperty('responseOverride');
});

test.each(['$input.foo("x")', '$util.exec("ls")', '$input.json("$..a")', '$input.path("$.a[?(@.b)]")'])(
  '%s is not evaluated, and refused',
  async (template) => {
    expect(await failureOf(() => render(template, '{"a":1}'))).toMatchObject({ name: 'Refusal', layer: 'integration' });
  },
);

test.each(['#if(', '#foreach($a in', '#set($a = '])('a template that is broken by %s throws', (template) => {
  expect(() => render(template)).toThrow();
});

test('what a client sends is text, and no part of the template', () => {
  const hostile = exchange({ request: { rawQuery: `q=${encodeURIComponent('#set($a = 1)$context.apiId')}` } });
  expect(renderMappingTemplate('$input.params("q")', hostile, '').text).toBe('#set($a = 1)$context.apiId');
});
