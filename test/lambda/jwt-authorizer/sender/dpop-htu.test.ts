import { generateProofKey, outcome, signProof } from './dpop-fixtures';

const key = generateProofKey('EdDSA');

/** What becomes of a proof for `htu` that comes with a request to `url`. */
function matched(htu: unknown, url: string): string {
  return outcome(signProof(key, { htu }), { url });
}

describe('spellings of one URL (RFC 3986, sections 6.2.2 and 6.2.3)', () => {
  test.each<[string, string]>([
    ['https://api.acme.example/orders/42', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example/orders/42?limit=5', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example/orders/42?', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example/orders/42?a?b/../c', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example/orders/42#top', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example/orders/42#', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example/orders/42#a?b', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example/orders/42?q=%zz\\#\n', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example?limit=5', 'https://api.acme.example/'],
    ['https://api.acme.example#top', 'https://api.acme.example/'],
    ['HTTPS://api.acme.example/orders', 'https://api.acme.example/orders'],
    ['https://API.Acme.Example/orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example:443/orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example:/orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example:0443/orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example/orders', 'https://api.acme.example:443/orders'],
    ['https://api.acme.example:8443/orders', 'https://api.acme.example:8443/orders'],
    ['https://%61pi.acme.example/orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example', 'https://api.acme.example/'],
    ['https://api.acme.example/', 'https://api.acme.example'],
    ['https://api.acme.example/./orders/./42', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example/users/../orders/42', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example/../orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example/a/.b/./c', 'https://api.acme.example/a/.b/c'],
    ['https://api.acme.example/a/.b/../c', 'https://api.acme.example/a/c'],
    ['https://api.acme.example/users/%2e%2E/orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example/%6frders/%34%32', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example/%7Euser/%2D%2e%5F', 'https://api.acme.example/~user/-._'],
    ['https://api.acme.example/a%2fb', 'https://api.acme.example/a%2Fb'],
    ['https://api.acme.example/caf%c3%a9', 'https://api.acme.example/caf%C3%A9'],
    ['https://api.acme.example/a%25%32%35', 'https://api.acme.example/a%2525'],
    ['https://api.acme.example/a;b=1,2/(c)', 'https://api.acme.example/a;b=1,2/(c)'],
    ['https://api.acme.example/user@host:1', 'https://api.acme.example/user@host:1'],
    ['https://[2001:DB8::1]/orders', 'https://[2001:db8::1]/orders'],
  ])('%j is %j', (htu, url) => {
    expect(matched(htu, url)).toBe('accepted');
  });
});

describe('another URL', () => {
  test.each<[string, string]>([
    ['http://api.acme.example/orders', 'https://api.acme.example/orders'],
    ['http://api.acme.example:443/orders', 'https://api.acme.example/orders'],
    ['wss://api.acme.example/orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example.evil.example/orders', 'https://api.acme.example/orders'],
    ['https://acme.example/orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example./orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example:8443/orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example:80/orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example/orders', 'https://api.acme.example:8443/orders'],
    ['https://api.acme.example/orders/', 'https://api.acme.example/orders'],
    ['https://api.acme.example/orders', 'https://api.acme.example/orders/'],
    ['https://api.acme.example//orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example/Orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example/orders/42', 'https://api.acme.example/orders'],
    ['https://api.acme.example/prod/orders', 'https://api.acme.example/orders'],
    ['https://api.acme.example/orders%2F42', 'https://api.acme.example/orders/42'],
    ['https://api.acme.example/orders%252F42', 'https://api.acme.example/orders%2F42'],
    ['https://api.acme.example/%256frders', 'https://api.acme.example/orders'],
    ['https://api.acme.example/a%3Bb', 'https://api.acme.example/a;b'],
    ['https://api.acme.example/a%40b', 'https://api.acme.example/a@b'],
    ['https://api.acme.example/a+b', 'https://api.acme.example/a%20b'],
    ['https://api.acme.example/orders%3Flimit=5', 'https://api.acme.example/orders'],
    ['https://api.acme.example/orders%23top', 'https://api.acme.example/orders'],
    ['https://api.acme.example/orders/%2e%2e%2f42', 'https://api.acme.example/42'],
    ['https://api.acme.example/orders%00', 'https://api.acme.example/orders'],
    ['https://api.acme.example/orders;v=1', 'https://api.acme.example/orders'],
    ['https://api.acme.example/orders/..;/42', 'https://api.acme.example/42'],
  ])('%j is not %j', (htu, url) => {
    expect(matched(htu, url)).toBe('proof_invalid');
  });
});

describe('what is no plain https URL is refused, even where a parser would make the same of it', () => {
  const URL_42 = 'https://api.acme.example/orders/42';

  test.each<[string, string]>([
    ['user information', 'https://user:secret@api.acme.example/orders/42'],
    ['a user', 'https://user@api.acme.example/orders/42'],
    ['empty user information', 'https://@api.acme.example/orders/42'],
    ['empty user information with a colon', 'https://:@api.acme.example/orders/42'],
    ['the host as a user', 'https://api.acme.example@evil.example/orders/42'],
    ['the host as an escaped user', 'https://evil.example%40api.acme.example/orders/42'],
    ['no scheme', 'api.acme.example/orders/42'],
    ['a relative scheme', '//api.acme.example/orders/42'],
    ['a path only', '/orders/42'],
    ['no slashes', 'https:api.acme.example/orders/42'],
    ['one slash', 'https:/api.acme.example/orders/42'],
    ['three slashes', 'https:///api.acme.example/orders/42'],
    ['backslashes after the scheme', 'https:\\\\api.acme.example\\orders\\42'],
    ['a backslash in the path', 'https://api.acme.example/orders\\42'],
    ['a backslash after the host', 'https://api.acme.example\\orders/42'],
    ['a blank before', ' https://api.acme.example/orders/42'],
    ['a blank after', 'https://api.acme.example/orders/42 '],
    ['a blank in the path', 'https://api.acme.example/orders /42'],
    ['a line break after', 'https://api.acme.example/orders/42\n'],
    ['a line break in the path', 'https://api.acme.example/ord\ners/42'],
    ['a line break before', '\nhttps://api.acme.example/orders/42'],
    ['a tab in the host', 'https://api.acme\t.example/orders/42'],
    ['a tab in the scheme', 'ht\ttps://api.acme.example/orders/42'],
    ['a null character', 'https://api.acme.example/orders/42\0'],
    ['a control character before', '\u0001https://api.acme.example/orders/42'],
    ['a letter of full width in the host', 'https://\uff41pi.acme.example/orders/42'],
    ['a soft hyphen in the host', 'https://api.ac\u00adme.example/orders/42'],
    ['an ideographic full stop in the host', 'https://api\u3002acme.example/orders/42'],
    ['a slash of full width', 'https://api.acme.example\uff0forders/42'],
    ['half an escape in the path', 'https://api.acme.example/orders/42%'],
    ['an escape that is none', 'https://api.acme.example/orders/42%zz'],
    ['half an escape in the host', 'https://api.acme.example%/orders/42'],
    ['a port that is none', 'https://api.acme.example:port/orders/42'],
    ['a port that is too high', 'https://api.acme.example:65979/orders/42'],
    ['two ports', 'https://api.acme.example:443:443/orders/42'],
    ['no host', 'https:///orders/42'],
    ['a scheme in front', 'view-source:https://api.acme.example/orders/42'],
    ['another scheme', 'javascript://api.acme.example/orders/42'],
    ['two URLs', 'https://api.acme.example/orders/42,https://api.acme.example/orders/42'],
    ['angle brackets', '<https://api.acme.example/orders/42>'],
    ['a query before the path', 'https://api.acme.example?/orders/42'],
    ['a fragment before the path', 'https://api.acme.example#/orders/42'],
  ])('%s: %j', (_, htu) => {
    expect(matched(htu, URL_42)).toBe('proof_invalid');
  });

  test('the control', () => {
    expect(matched(URL_42, URL_42)).toBe('accepted');
  });

  test.each([
    '',
    'orders/42',
    'http://api.acme.example/orders/42',
    'https://api.acme.example/orders/42?limit=5',
    'https://api.acme.example/orders/42#top',
    'https://user@api.acme.example/orders/42',
    'https://api.acme.example/orders\\42',
    'https://api.acme.example/orders/42%',
    'https://api.acme.example/%%36%31',
    'https://api.acme.example/orders /42',
    'https://api.acme.example/caf\u00e9',
    'https://api.acme.example:99999/',
  ])('nothing fits the request URL %j, not even itself', (url) => {
    expect(matched(url, url)).toBe('proof_invalid');
    expect(matched(URL_42, url)).toBe('proof_invalid');
    expect(matched(undefined, url)).toBe('proof_invalid');
  });
});
