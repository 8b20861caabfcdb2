import { CfnParameter, Lazy } from 'aws-cdk-lib';
import { RequestBody } from '../../../lib';
import { newStack } from '../../support/synth';

test('is the schema that the text says, nulls included', () => {
  const schema = {
    type: 'object',
    properties: { a: { const: null }, 'b"\\/é\n': { enum: [null, { k: null }, -1.5e2, 0, true, false, ''] }, c: {} },
  };
  for (const text of [JSON.stringify(schema), ` \t\r\n${JSON.stringify(schema, null, 2)}\r\n`]) {
    const body = RequestBody.jsonText(text, { description: 'An order' });
    expect([body._kind, body._schema, body._reason, body._description, body._nullsMayBeLost]).toEqual([
      'json',
      schema,
      undefined,
      'An order',
      false,
    ]);
  }
});

test('reads what JSON.parse reads', () => {
  const texts = [
    '{"a":[],"b":{},"c":[[1,2],[3]]}',
    '{"n":[0,-0,1,10,-7,1.5,1e3,1E+3,1e-3,123456789.125]}',
    '{"s":"\\u00e9\\ud83d\\ude00\\"\\\\\\/\\b\\f\\n\\r\\t"}',
    '{"constructor":{"toString":1},"":2}',
  ];
  for (const text of texts) expect(RequestBody.jsonText(text)._schema).toEqual(JSON.parse(text));
});

test('takes a long string', () => {
  const description = 'é'.repeat(1_000_000);
  expect(RequestBody.jsonText(JSON.stringify({ description }))._schema).toEqual({ description });
});

test('keeps a member that is named like the prototype, for the compiler to refuse', () => {
  expect(Object.keys(RequestBody.jsonText('{"__proto__":{}}')._schema ?? {})).toEqual(['__proto__']);
});

const JSON_VALUE = 'it must be a JSON value';
const STRING = 'it must be a string in double quotes, closed, with control characters escaped';
const NAME = 'it must be the name of a member, in double quotes';

test.each([
  ['', `at line 1, column 1, where it ends; ${JSON_VALUE}`],
  ['{"type":', `at line 1, column 9, where it ends; ${JSON_VALUE}`],
  ['{\n  "type": "object",\n}', `at line 3, column 1, before "}"; ${NAME}`],
  ["{'type': 1}", `at line 1, column 2, before "'type': 1}"; ${NAME}`],
  ['{type: 1}', `at line 1, column 2, before "type: 1}"; ${NAME}`],
  ['{"a" 1}', `at line 1, column 6, before "1}"; it must be ':'`],
  ['{"a":1 "b":2}', `at line 1, column 8, before "\\"b\\":2}"; it must be a member, or a comma and another, or '}'`],
  ['{"a":[1 2]}', `at line 1, column 9, before "2]}"; it must be a value, or a comma and another, or ']'`],
  ['{"a":[1,]}', `at line 1, column 9, before "]}"; ${JSON_VALUE}`],
  ['{"a":1,,"b":2}', `at line 1, column 8, before ",\\"b\\":2}"; ${NAME}`],
  ['{"a":None}', `at line 1, column 6, before "None}"; ${JSON_VALUE}`],
  ['{"a":True}', `at line 1, column 6, before "True}"; ${JSON_VALUE}`],
  ['{"a":NaN}', `at line 1, column 6, before "NaN}"; ${JSON_VALUE}`],
  ['{"a":+1}', `at line 1, column 6, before "+1}"; ${JSON_VALUE}`],
  ['{"a":.5}', `at line 1, column 6, before ".5}"; ${JSON_VALUE}`],
  ['{"a":01}', `at line 1, column 7, before "1}"; it must be a member, or a comma and another, or '}'`],
  ['{"a":1e999}', 'at line 1, column 6, before "1e999}"; it must be a number that a double can hold'],
  ['{"a":"b}', `at line 1, column 6, before "\\"b}"; ${STRING}`],
  ['{"a":"\t"}', `at line 1, column 6, before "\\"\\t\\"}"; ${STRING}`],
  ['{"a":"\\x"}', `at line 1, column 6, before "\\"\\\\x\\"}"; ${STRING}`],
  [
    '{"a":"\\ud800"}',
    'at line 1, column 6, before "\\"\\\\ud800\\"}"; it must be a string of Unicode characters, without half of one',
  ],
  ['{} {}', 'at line 1, column 4, before "{}"; nothing may follow the schema'],
  ['{} // a comment', 'at line 1, column 4, before "// a comment"; nothing may follow the schema'],
  ['{/* none */}', `at line 1, column 2, before "/* none */}"; ${NAME}`],
  ['{"a":\u00a01}', `at line 1, column 6, before "\u00a01}"; ${JSON_VALUE}`],
  [
    '{"type":"object",\n "type":"string"}',
    'at line 2, column 2, before "\\"type\\":\\"string\\"}"; the member "type" stands twice: keep one',
  ],
  [
    '{"properties":{"a":{"x":1,"\\u0078":2}}}',
    'at line 1, column 27, before "\\"\\\\u0078\\":2}}}"; the member "x" stands twice: keep one',
  ],
  [
    `${'{"a":'.repeat(100)}[`,
    `at line 1, column 501, before "["; it is more than 100 levels deep: use 'definitions' and '$ref'`,
  ],
])('fails on the text %j', (text, message) => {
  expect(() => RequestBody.jsonText(text)).toThrow(
    `the text is no JSON ${message} (at RequestBody.jsonText()) [SchemaInvalid]`,
  );
});

test('fails on a number that is a token', () => {
  const text = `{"minimum":${Lazy.number({ produce: () => 1 })}}`;
  expect(() => RequestBody.jsonText(text)).toThrow(
    /^the text is no JSON at line 1, column 12, before "-1\.888[0-9.]+e?[+]?"; it must be literal, not a CDK token \(/,
  );
});

const OBJECT = 'it must be a JSON Schema object; a body that need not be validated is RequestBody.unvalidated(reason)';
const LITERAL = 'the text holds a CDK token; it must be literal, known when the app is synthesized';
const parameter = new CfnParameter(newStack(), 'Schema').valueAsString;

test.each<[string, unknown, string]>([
  ['true', 'true', `the text is true; ${OBJECT}`],
  ['false', 'false', `the text is false; ${OBJECT}`],
  ['null', ' null ', `the text is null; ${OBJECT}`],
  ['a list', '[{}]', `the text is a list; ${OBJECT}`],
  ['text in text', '"{}"', `the text is "{}"; ${OBJECT}`],
  [
    'an object',
    { type: 'object' },
    'the text is {"type":"object"}; it must be a string of JSON: RequestBody.json() takes an object',
  ],
  ['nothing', undefined, 'the text is undefined; it must be a string of JSON: RequestBody.json() takes an object'],
  ['a token', parameter, LITERAL],
  ['a token inside', `{"enum":["${parameter}"]}`, LITERAL],
  [
    'a byte order mark',
    '\ufeff{}',
    "the text begins with a byte order mark; remove it; in Python, read the file as 'utf-8-sig'",
  ],
  [
    'a text that is too long',
    `{"description":"${'x'.repeat(1_048_576)}"}`,
    'the text has 1048594 characters; it must have at most 1048576; API Gateway takes 400 KB for all models of an API',
  ],
])('fails on %s', (_what, text, message) => {
  expect(() => RequestBody.jsonText(text as string)).toThrow(`${message} (at RequestBody.jsonText()) [SchemaInvalid]`);
});
