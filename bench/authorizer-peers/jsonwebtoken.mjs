// jsonwebtoken + jwks-rsa, the pair that most Lambda authorizers are made of.
import jwt from 'jsonwebtoken';
import jwksClient from 'jwks-rsa';
import { answer, bearerToken } from './policy.mjs';

const { ISSUER, AUDIENCE, JWKS_URI } = process.env;
const client = jwksClient({ jwksUri: JWKS_URI, cache: true, rateLimit: true, timeout: 3_000 });
const keyOf = ({ kid }, callback) =>
  client.getSigningKey(kid).then(
    (key) => callback(null, key.getPublicKey()),
    (error) => callback(error),
  );

export const handler = async (event) => {
  const token = bearerToken(event);
  const claims = await new Promise((resolve, reject) => {
    const options = { algorithms: ['RS256'], issuer: ISSUER, audience: AUDIENCE };
    jwt.verify(token, keyOf, options, (error, payload) =>
      error ? reject(new Error('Unauthorized')) : resolve(payload),
    );
  });
  return answer(event, claims);
};
