import { fetchJwks } from '../../../lambda/jwt-authorizer/fetch-jwks';

// Answers of real servers over TLS are tested in test/e2e/jwt-authorizer-keys.test.ts.
test.each(['http://127.0.0.1:9/keys', 'file:///etc/hosts', 'data:,{}'])(
  'fails for %s without a connection',
  async (url) => {
    await expect(fetchJwks(url)).rejects.toThrow(/^Protocol ".*" not supported. Expected "https:"$/);
  },
);

test('fails for what is no URL', async () => {
  await expect(fetchJwks('keys')).rejects.toThrow('Invalid URL');
});
