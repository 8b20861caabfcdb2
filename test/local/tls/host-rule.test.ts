import { checkHost } from '../../../local/src/tls/host-rule';

const OTHER = /different hosts/;
const NO_SNI = /handshake names no host/;

test.each([
  ['api.example.com', 'api.example.com'],
  ['API.example.com', 'api.example.com'],
  ['api.example.com', 'Api.Example.COM'],
  ['localhost', 'localhost'],
  ['localhost', '127.0.0.1'],
  ['localhost', '[::1]'],
  [undefined, '127.0.0.1'],
  [undefined, '::1'],
  [undefined, '[::1]'],
  ['', '127.0.0.1'],
])('STRICT lets pass the handshake for %p with the Host %p', (servername, host) => {
  expect(checkHost({ servername, host, accessMode: 'STRICT' })).toBeUndefined();
});

test.each([
  ['api.example.com', 'admin.example.com', OTHER],
  ['localhost', 'api.example.com', OTHER],
  ['api.example.com', 'localhost', OTHER],
  ['api.example.com', '127.0.0.1', OTHER],
  ['api.example.com', 'api.example.com.', OTHER],
  ['api.example.com', 'xapi.example.com', OTHER],
  ['api.example.com', 'api.example.com:443', OTHER],
  ['example.com', 'api.example.com', OTHER],
  ['localhost', 'localhost.example.com', OTHER],
  ['localhost', '127.0.0.2', OTHER],
  [undefined, 'api.example.com', NO_SNI],
  ['', 'api.example.com', NO_SNI],
  [undefined, 'localhost', NO_SNI],
  [undefined, '192.0.2.1', NO_SNI],
  [undefined, '', /names no host/],
  ['api.example.com', '', /names no host/],
])('STRICT refuses the handshake for %p with the Host %p', (servername, host, reason) => {
  expect(checkHost({ servername, host, accessMode: 'STRICT' })).toMatch(reason);
});

test.each([
  ['api.example.com', 'admin.example.com'],
  [undefined, 'api.example.com'],
  ['localhost', ''],
])('BASIC has no rule for the handshake for %p with the Host %p', (servername, host) => {
  expect(checkHost({ servername, host, accessMode: 'BASIC' })).toBeUndefined();
});

test('an access mode that nobody knows counts as STRICT', () => {
  const accessMode = 'LENIENT' as 'BASIC';
  expect(checkHost({ servername: 'a.example.com', host: 'b.example.com', accessMode })).toMatch(OTHER);
});
