// A real OpenID Connect server (oidc-provider) on loopback HTTPS that issues tokens in the name of one issuer.
//
// Everything it must know comes over the IPC channel, so that no key and no secret is on a command line, in the environment
// or in a file. Messages have an `id`, and so have the answers, which hold an `error` if something went wrong:
// - { start: { issuer, signingKey, tls: { key, cert } } } -> { port }
// - { prepare: { now, client: { id, secret } } } -> {}: makes the client known and the time (ms) what the gateway says
import { createServer } from 'node:https';
import Provider from 'oidc-provider';

const AUDIENCE_URN = 'urn:audience:';
const TOKEN_LIFETIME_SECONDS = 3_600;

const machineNow = Date.now.bind(Date);
const clients = new Map();
let clockOffset = 0;
Date.now = () => machineNow() + clockOffset;

/** Only clients are looked up: access tokens are JWTs, which are not stored. */
class ClientAdapter {
  constructor(model) {
    this.model = model;
  }
  async find(id) {
    return this.model === 'Client' ? clients.get(id) : undefined;
  }
  async upsert() {}
  async destroy() {}
}

function resourceServer(ctx, resource) {
  const isName = resource.startsWith(AUDIENCE_URN);
  return {
    audience: isName ? decodeURIComponent(resource.slice(AUDIENCE_URN.length)) : resource,
    // Whatever was asked for is granted: what a scope is worth is for the API to decide.
    scope: ctx.oidc.params.scope ?? '',
    accessTokenFormat: 'jwt',
    accessTokenTTL: TOKEN_LIFETIME_SECONDS,
    jwt: { sign: { alg: 'RS256' } },
  };
}

async function start({ issuer, signingKey, tls }) {
  const provider = new Provider(issuer, {
    adapter: ClientAdapter,
    jwks: { keys: [signingKey] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: { enabled: true, getResourceServerInfo: resourceServer },
    },
    ttl: { ClientCredentials: TOKEN_LIFETIME_SECONDS },
  });
  const server = createServer({ key: tls.key, cert: tls.cert, minVersion: 'TLSv1.2' }, provider.callback());
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { port: server.address().port };
}

async function prepare({ now, client }) {
  clockOffset = now - machineNow();
  clients.set(client.id, {
    client_id: client.id,
    client_secret: client.secret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  });
  return {};
}

process.on('message', async (message) => {
  try {
    const answer = message.start ? await start(message.start) : await prepare(message.prepare);
    process.send({ id: message.id, ...answer });
  } catch (error) {
    process.send({ id: message.id, error: error instanceof Error ? error.message : 'failed' });
  }
});
process.on('disconnect', () => process.exit());
