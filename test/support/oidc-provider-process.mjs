// A real OIDC server (oidc-provider) on loopback HTTPS, in a process of its own.
// Arguments: key file, certificate file, client id, client secret. Sends { issuer } once it listens.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import Provider from 'oidc-provider';

const [keyFile, certFile, clientId, clientSecret] = process.argv.slice(2);

const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) });
server.listen(0, '127.0.0.1', () => {
  const issuer = `https://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    jwks: { keys: [{ ...signingKey, alg: 'RS256', use: 'sig' }] },
    scopes: ['orders/read', 'orders/write'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        // Access tokens become JWTs by being meant for one API.
        getResourceServerInfo: (_ctx, resource) => ({
          audience: resource,
          scope: 'orders/read orders/write',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  server.on('request', provider.callback());
  process.send({ issuer });
});
process.on('disconnect', () => process.exit());
