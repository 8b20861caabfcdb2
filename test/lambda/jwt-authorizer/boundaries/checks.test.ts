import * as checks from '../../../../lambda/jwt-authorizer/checks';

const { ConfigError, requireArray, requireBoolean, requireHttpsUrl, requireObject } = checks;
const { requireOneOf, requireText, requireTexts } = checks;

test('a broken contract is reported as such, by place and rule', () => {
  const error = new ConfigError('issuers[0]', 'be an object');
  expect(error.name).toBe('ConfigError');
  expect(error.message).toBe('issuers[0] must be an object');
});

describe('an object', () => {
  test.each([[undefined], [null], ['text'], [7], [[]], [() => undefined]])('is not %p', (value) => {
    expect(() => requireObject(value, 'it')).toThrow(new ConfigError('it', 'be an object'));
  });

  test('may have any members where none are named', () => {
    const value = { a: 1, b: 2 };
    expect(requireObject(value, 'it')).toBe(value);
  });

  test.each<[string, object]>([
    ['one missing', { a: 1 }],
    ['one too many', { a: 1, b: 2, c: 3 }],
    ['another in place of one', { a: 1, c: 3 }],
    ['none', {}],
  ])('with named members is refused with %s', (_, value) => {
    expect(() => requireObject(value, 'it', ['a', 'b'])).toThrow(
      new ConfigError('it', 'have exactly the members a, b'),
    );
  });

  test.each<[string, object, boolean]>([
    ['left out', { a: 1 }, true],
    ['there', { a: 1, x: 1, y: 2 }, true],
    ['there in place of a named one', { x: 1 }, false],
    ['there beside one that nobody knows', { a: 1, x: 1, z: 3 }, false],
  ])('with optional members %s', (_, value, accepted) => {
    const check = () => requireObject(value, 'it', ['a'], ['x', 'y']);
    if (accepted) expect(check()).toBe(value);
    else expect(check).toThrow(new ConfigError('it', 'have exactly the members a and none else but x, y'));
  });
});

test('a list is an array and nothing that is like one', () => {
  expect(requireArray([], 'it')).toEqual([]);
  for (const value of ['ab', { length: 0 }, undefined, null])
    expect(() => requireArray(value, 'it')).toThrow(new ConfigError('it', 'be an array'));
});

describe('a text', () => {
  test.each([[''], [7], [undefined], [null], [['a']]])('is not %p', (value) => {
    expect(() => requireText(value, 'it')).toThrow(new ConfigError('it', 'be a string that is not empty'));
  });

  test('may be a blank, and must match a pattern only if one is given', () => {
    expect(requireText(' ', 'it')).toBe(' ');
    expect(requireText('a', 'it', /^a$/)).toBe('a');
    expect(() => requireText('b', 'it', /^a$/)).toThrow(new ConfigError('it', 'match /^a$/'));
  });
});

describe('texts', () => {
  test('are at least one, each as a text is', () => {
    expect(requireTexts(['a', 'b'], 'it')).toEqual(['a', 'b']);
    expect(() => requireTexts([], 'it')).toThrow(new ConfigError('it', 'not be empty'));
    expect(() => requireTexts('a', 'it')).toThrow(new ConfigError('it', 'be an array'));
    expect(() => requireTexts(['a', ''], 'it')).toThrow(new ConfigError('it', 'be a string that is not empty'));
  });

  test('match the pattern, every one of them', () => {
    expect(() => requireTexts(['a', 'b'], 'it', /^a$/)).toThrow(new ConfigError('it', 'match /^a$/'));
  });
});

test('a switch is true or false, and no other value stands for them', () => {
  expect([requireBoolean(true, 'it'), requireBoolean(false, 'it')]).toEqual([true, false]);
  for (const value of ['true', 1, 0, null, undefined])
    expect(() => requireBoolean(value, 'it')).toThrow(new ConfigError('it', 'be true or false'));
});

test('a choice is one of those allowed, in its type and case', () => {
  expect(requireOneOf('id', 'it', ['access', 'id'])).toBe('id');
  for (const value of ['ID', '', undefined, ['id']])
    expect(() => requireOneOf(value, 'it', ['access', 'id'])).toThrow(new ConfigError('it', 'be one of access, id'));
});

describe('an https URL', () => {
  test.each([['https://a.example'], ['https://a.example:8443/x?y=~!']])('is kept as it is written: %s', (url) => {
    expect(requireHttpsUrl(url, 'it')).toBe(url);
  });

  test.each([
    ['http://a.example'],
    ['x https://a.example'],
    ['xhttps://a.example'],
    ['https://'],
    ['https://a.example/ b'],
    ['https://a.example/\u007f'],
    ['https://a.example/\u00e4'],
    ['https://a.example\n'],
    ['https://['],
    ['https://user@a.example'],
    ['https://:secret@a.example'],
    ['https://a.example/#part'],
  ])('is not %j', (url) => {
    expect(() => requireHttpsUrl(url, 'it')).toThrow(new ConfigError('it', 'be a plain https URL'));
  });
});
