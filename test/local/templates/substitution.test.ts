import { accessLogLine } from '../../../local/src/templates/access-log';
import { parameterValue } from '../../../local/src/templates/parameter-value';
import { renderSimpleTemplate } from '../../../local/src/templates/simple-template';
import { failureOf } from '../support/exchanges';
import { answerSource } from '../support/models';

const source = answerSource({ rawQuery: 'tag=a&tag=b', headers: [['ORIGIN', 'https://shop.example.com']] });
source.context.error.message = 'no "entry"';
source.context.authorizer = { claims: { sub: 'user-3' }, tenant: 'acme' };

describe('a gateway response template', () => {
  test.each<[string, string]>([
    ['{"m":$context.error.messageString}', '{"m":"no \\"entry\\""}'],
    ['$context.stage-eu', 'prod-eu'],
    ['${context.stage}s', 'prods'],
    ['[$context.unknown.thing]', '[]'],
    ['$stageVariables.colour', 'teal'],
    ['$method.request.header.Origin', 'https://shop.example.com'],
    ['$input.body #set($a = 1)', '$input.body #set($a = 1)'],
    ['$context.authorizer.claims.sub', 'user-3'],
  ])('%s becomes %s', (template, text) => {
    expect(renderSimpleTemplate(template, source)).toBe(text);
  });

  test('what a client sends is not looked at for variables again', () => {
    const hostile = answerSource({ headers: [['X-A', '$context.apiId']] });
    expect(renderSimpleTemplate('$method.request.header.X-A', hostile)).toBe('$context.apiId');
  });
});

describe('a parameter', () => {
  test.each<[string, string | undefined]>([
    ["'max-age=1; includeSubDomains'", 'max-age=1; includeSubDomains'],
    ["''", ''],
    ['context.stage', 'prod'],
    ['context.absent', undefined],
    ['stageVariables.colour', 'teal'],
    ['method.request.header.origin', 'https://shop.example.com'],
    ['method.request.header.absent', undefined],
    ['method.request.querystring.tag', 'b'],
    ['method.request.multivaluequerystring.tag', 'a,b'],
    ['method.request.path.none', undefined],
  ])('%s is %p', (expression, value) => {
    expect(parameterValue(expression, source)).toBe(value);
  });

  test.each(['plain', 'method.response.header.X', 'integration.response.header.X', 'method.request.cookie.a'])(
    '%s is refused',
    async (expression) => {
      expect(await failureOf(() => parameterValue(expression, source))).toMatchObject({ name: 'Refusal' });
    },
  );
});

describe('a line of the access log', () => {
  const format = '{"path":"$context.path","sub":"$context.authorizer.claims.sub","none":"$context.waf.error"}';

  test('has each variable, and a dash for what is not there', () => {
    expect(accessLogLine(format, source.context)).toBe('{"path":"/prod/orders","sub":"user-3","none":"-"}');
  });

  test.each(['a"b', 'a\\b', 'a\nb', 'a\u2028b', 'a\tb', '","path":"/forged', '$context.apiId'])(
    'stays one line of JSON with %j in it',
    (path) => {
      const line = accessLogLine(format, { ...source.context, path });
      expect(JSON.parse(line)).toMatchObject({ path, sub: 'user-3' });
      expect(line).not.toMatch(/[\n\r]/);
    },
  );
});
