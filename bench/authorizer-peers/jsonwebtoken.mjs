// jsonwebtoken + jwks-rsa, the pair that most Lambda authorizers are made of.
import { createPublicKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import jwksClient from 'jwks-rsa';
import { answer, bearerToken } from './policy.mjs';

const { ISSUER, AUDIENCE, JWKS_URI, ALGORITHM, PARSED_KEYS } = process.env;
const client = jwksClient({ jwksUri: JWKS_URI, cache: true, rateLimit: true, timeout: 3_000 });

/** As documented the key is PEM, which is parsed again for every token; measured with a parsed key, too. */
const parsed = new WeakMap();
function keyFor(key) {
  if (PARSED_KEYS !== 'on') return key.getPublicKey();
  if (!parsed.has(key)) parsed.set(key, createPublicKey(key.getPublicKey()));
  return parsed.get(key);
}

const keyOf = ({ kid }, callback) =>
  client.getSigningKey(kid).then(
    (key) => callback(null, keyFor(key)),
    (error) => callback(error),
  );

export const handler = async (event) => {
  const token = bearerToken(event);
  const claims = await new Promise((resolve, reject) => {
    const options = { algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE };
    jwt.verify(token, keyOf, options, (error, payload) =>
      error ? reject(new Error('Unauthorized')) : resolve(payload),
    );
  });
  return answer(event, claims);
};
