import { readAttributeValue, readItem } from '../../../local/src/tables/attribute-value';
import { itemSize } from '../../../local/src/tables/item-size';

test.each<[object, object]>([
  [{ S: 'fig' }, { S: 'fig' }],
  [{ S: '' }, { S: '' }],
  [{ N: '07.10' }, { N: '7.1' }],
  [{ B: 'aMOp' }, { B: 'aMOp' }],
  [{ BOOL: false }, { BOOL: false }],
  [{ NULL: true }, { NULL: true }],
  [{ L: [{ N: '1.0' }, { L: [] }] }, { L: [{ N: '1' }, { L: [] }] }],
  [{ M: { a: { S: 'x' }, __proto__2: { N: '2' } } }, { M: { a: { S: 'x' }, __proto__2: { N: '2' } } }],
  [{ SS: ['b', 'a'] }, { SS: ['a', 'b'] }],
  [{ NS: ['3', '1.0'] }, { NS: ['1', '3'] }],
  [{ BS: ['Yg==', 'YQ=='] }, { BS: ['YQ==', 'Yg=='] }],
])('%j is read', (written, expected) => {
  expect(readAttributeValue(written)).toEqual(expected);
});

const NOT_ONE = 'Supplied AttributeValue has more than one datatypes set or is empty, must contain exactly one';

test.each<[unknown, string]>([
  [{}, NOT_ONE],
  ['text', NOT_ONE],
  [null, NOT_ONE],
  [['S', 'a'], NOT_ONE],
  [{ S: 'a', N: '1' }, NOT_ONE],
  [{ X: 'a' }, 'there is no AttributeValue of type X'],
  [{ constructor: 'a' }, 'there is no AttributeValue of type constructor'],
  [{ S: 1 }, 'an S or N must be a text'],
  [{ N: 1 }, 'an S or N must be a text'],
  [{ N: 'x' }, 'The parameter cannot be converted to a numeric value: x'],
  [{ B: 'no base64' }, 'a B must be base64'],
  [{ BOOL: 'true' }, 'a BOOL must be true or false'],
  [{ NULL: false }, 'Null attribute value types must have the value of true'],
  [{ L: { a: 1 } }, 'an L must be a list'],
  [{ M: [] }, 'Supplied AttributeValue map is not an object'],
  [{ SS: [] }, 'An set may not be empty'],
  [{ NS: ['1', '1.0'] }, 'Input collection contains duplicates'],
])('%j is not', (written, message) => {
  expect(() => readAttributeValue(written)).toThrow(message);
});

test('32 levels can be nested, 33 cannot', () => {
  const nested = (levels: number): unknown => (levels === 0 ? { S: 'x' } : { L: [nested(levels - 1)] });
  expect(() => readAttributeValue(nested(32))).not.toThrow();
  expect(() => readAttributeValue(nested(33))).toThrow('Nesting Levels have exceeded supported limits');
});

test('a name that objects have by themselves is a name', () => {
  const item = readItem(JSON.parse('{"__proto__":{"S":"a"},"constructor":{"S":"b"}}'));
  expect(Object.keys(item)).toEqual(['__proto__', 'constructor']);
});

test.each<[Record<string, unknown>, number]>([
  [{ id: { S: 'héé' } }, 2 + 5],
  [{ n: { N: '0' } }, 1 + 1],
  [{ n: { N: '-12345' } }, 1 + 3 + 1 + 1],
  [{ n: { N: '0.00120' } }, 1 + 1 + 1],
  [{ b: { B: 'aMOp' } }, 1 + 3],
  [{ t: { BOOL: true }, u: { NULL: true } }, 4],
  [{ l: { L: [{ S: 'abc' }, { BOOL: true }] } }, 1 + 3 + 2 + 3 + 1],
  [{ m: { M: { ab: { S: 'abc' } } } }, 1 + 3 + 1 + 2 + 3],
  [{ s: { SS: ['ab', 'c'] }, v: { NS: ['12', '3'] }, w: { BS: ['YWI='] } }, 1 + 3 + 1 + 4 + 1 + 2],
])('the size of %j is %i', (item, size) => {
  expect(itemSize(readItem(item))).toBe(size);
});
