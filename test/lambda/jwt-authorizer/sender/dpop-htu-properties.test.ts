import fc from 'fast-check';
import { CONTEXT, generateProofKey, outcome, signProof } from './dpop-fixtures';

const key = generateProofKey('EdDSA');

/** What becomes of a proof for `htu` that comes with a request to `url`. */
function matched(htu: unknown, url: string): string {
  return outcome(signProof(key, { htu }), { url });
}

/** RFC 3986, section 5.2.4, word for word. */
function removeDotSegments(path: string): string {
  let input = path;
  let output = '';
  const removeLast = () => {
    output = output.slice(0, Math.max(0, output.lastIndexOf('/')));
  };
  while (input !== '') {
    if (input.startsWith('../')) input = input.slice(3);
    else if (input.startsWith('./')) input = input.slice(2);
    else if (input.startsWith('/./')) input = input.slice(2);
    else if (input === '/.') input = '/';
    else if (input.startsWith('/../')) {
      input = input.slice(3);
      removeLast();
    } else if (input === '/..') {
      input = '/';
      removeLast();
    } else if (input === '.' || input === '..') input = '';
    else {
      const end = input.indexOf('/', 1);
      output += end === -1 ? input : input.slice(0, end);
      input = end === -1 ? '' : input.slice(end);
    }
  }
  return output;
}

/** RFC 3986, sections 6.2.2.1 to 6.2.2.3 and 6.2.3, for a path. */
function normalPath(path: string): string {
  const unescaped = path.replace(/%([\da-fA-F]{2})/g, (escape, digits: string) => {
    const character = Buffer.from(digits, 'hex').toString('latin1');
    return /^[A-Za-z0-9._~-]$/.test(character) ? character : escape.toUpperCase();
  });
  return removeDotSegments(unescaped === '' ? '/' : unescaped);
}

const UNRESERVED = [...'aAzZ09-._~'];
const piece = fc.oneof(
  fc.constantFrom('/', '/', '.', '..', '%2e', '%2E', '%2e.', 'a', '%61', 'A', '%41', '~', '%7e', '%7E', '%5f', '_'),
  fc.constantFrom(
    '%2f',
    '%2F',
    '%25',
    '%2561',
    ';',
    '%3b',
    '%3B',
    '@',
    '%40',
    ':',
    '=',
    '&',
    '$',
    '!',
    "'",
    '(',
    '*',
    '+',
    ',',
  ),
  fc.constantFrom('%c3%a9', '%C3%A9', '%00', '%7f', '%20', '%5c', '%5C', '%3f', '%23'),
);
const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`);

describe('properties of the comparison', () => {
  test('two paths are one if and only if they are one by RFC 3986', () => {
    let equal = 0;
    fc.assert(
      fc.property(path, path, fc.boolean(), (left, right, again) => {
        // Chance alone would seldom make two spellings of one path.
        const url = again ? left.replace(/%[\da-f]{2}/gi, (escape) => escape.toUpperCase()) : right;
        const same = normalPath(left) === normalPath(url);
        if (same) equal++;
        const outcome = matched(`https://api.acme.example${left}`, `https://api.acme.example${url}`);
        expect(outcome).toBe(same ? 'accepted' : 'proof_invalid');
      }),
      { numRuns: 4_000 },
    );
    expect(equal).toBeGreaterThan(400);
  });

  test('short paths, all of them against each other', () => {
    const pieces = ['/', '.', '%2e', 'a', '%61', '%2f', '%25'];
    const paths = ['', ...pieces.map((one) => `/${one}`)];
    for (const one of pieces) for (const two of pieces) paths.push(`/${one}${two}`);
    for (const left of paths) {
      for (const right of paths) {
        const outcome = matched(`https://api.acme.example${left}`, `https://api.acme.example${right}`);
        expect([left, right, outcome]).toEqual([
          left,
          right,
          normalPath(left) === normalPath(right) ? 'accepted' : 'proof_invalid',
        ]);
      }
    }
  });

  const segment = fc.string({ unit: fc.constantFrom(...UNRESERVED, ...";=,!$&'()*+:@"), minLength: 1, maxLength: 6 });
  const segments = fc.array(
    segment.filter((text) => text !== '.' && text !== '..'),
    { minLength: 1, maxLength: 4 },
  );
  const url = segments.map((list) => `https://api.acme.example/${list.join('/')}`);

  test('every equivalent spelling of a URL is accepted', () => {
    const choices = fc.infiniteStream(fc.nat({ max: 5 }));
    fc.assert(
      fc.property(segments, choices, (list, stream) => {
        const choose = () => stream.next().value ?? 0;
        const spell = (character: string) => {
          const hex = character.charCodeAt(0).toString(16);
          if (!UNRESERVED.includes(character) || choose() < 4) return character;
          return `%${choose() < 3 ? hex : hex.toUpperCase()}`;
        };
        const detour = () => ['', '', '', '/.', '/x/..', '/%2e/y/%2E.'][choose()];
        const scheme = ['https', 'HTTPS', 'Https', 'hTTPS', 'https', 'https'][choose()];
        const host = ['api.acme.example', 'API.ACME.EXAMPLE', 'Api.acme.Example', 'api.acme.example'][choose() % 4];
        const port = ['', ':443', ':', '', '', ''][choose()];
        const ending = ['', '', '', '?a=b', '#c', '?a=b#c'][choose()];
        const spelled = list.map((text) => `${detour()}/${[...text].map(spell).join('')}`).join('');
        expect(
          matched(`${scheme}://${host}${port}${spelled}${ending}`, `https://api.acme.example/${list.join('/')}`),
        ).toBe('accepted');
      }),
      { numRuns: 2_000 },
    );
  });

  test('a URL with one character more, less or other is refused, unless it is one by RFC 3986', () => {
    fc.assert(
      fc.property(
        url,
        fc.nat(),
        fc.constantFrom('a', 'B', '/', '%', '@', '\\', ' ', '7', '\t'),
        (plain, at, inserted) => {
          const index = at % (plain.length + 1);
          for (const [kept, text] of [
            [index, inserted],
            [index + 1, inserted],
            [index + 1, ''],
          ] as const) {
            const changed = plain.slice(0, index) + text + plain.slice(kept);
            const [, origin = '', rest = ''] = /^(https:\/\/api\.acme\.example)(\/.*)?$/i.exec(changed) ?? [];
            const malformed = /[\\\s]|%(?![\da-f]{2})/i.test(rest);
            const same = origin !== '' && !malformed && normalPath(rest) === normalPath(plain.slice(origin.length));
            expect([changed, matched(changed, plain)]).toEqual([changed, same ? 'accepted' : 'proof_invalid']);
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  test('no text at all makes anything but a refusal or a match', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.json()), (text) => {
        expect(['accepted', 'proof_invalid']).toContain(matched(text, text));
        expect(matched(text, CONTEXT.url)).toBe('proof_invalid');
        expect(matched(`https://${text}`, CONTEXT.url)).toBe('proof_invalid');
      }),
      { numRuns: 2_000 },
    );
  });
});
