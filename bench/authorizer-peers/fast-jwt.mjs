// fast-jwt. It has no fetcher: get-jwks, which its documentation names, brings an elliptic-curve library written in
// JavaScript, so this one fetches once, plainly, and keeps what it got.
import { createPublicKey } from 'node:crypto';
import https from 'node:https';
import { createDecoder, createVerifier } from 'fast-jwt';
import { answer, bearerToken } from './policy.mjs';

const { ISSUER, AUDIENCE, JWKS_URI, ALGORITHM, FAST_JWT_CACHE, PARSED_KEYS } = process.env;
const options = {
  algorithms: [ALGORITHM],
  allowedIss: ISSUER,
  allowedAud: AUDIENCE,
  // Off as by default, and measured both ways: a token in it stays good when its key is taken back.
  cache: FAST_JWT_CACHE === 'on',
};

const keys = new Map();
async function keyOf({ header }) {
  if (keys.size === 0) for (const jwk of (await fetchJson(JWKS_URI)).keys) keys.set(jwk.kid, pemOf(jwk));
  return keys.get(header.kid);
}

/** As documented for key sets: the key is PEM, which is parsed again for every token. */
const verifyByKeyFunction = createVerifier({ ...options, key: keyOf });

/** A verifier for each key parses it once, at the price of decoding the header twice. */
const decode = createDecoder({ complete: true });
const verifiers = new Map();
async function verifyByVerifierOfKey(token) {
  const decoded = decode(token);
  const { kid } = decoded.header;
  if (!verifiers.has(kid)) verifiers.set(kid, createVerifier({ ...options, key: await keyOf(decoded) }));
  return verifiers.get(kid)(token);
}

const verify = PARSED_KEYS === 'on' ? verifyByVerifierOfKey : verifyByKeyFunction;

function pemOf(jwk) {
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
}

function fetchJson(url) {
  return new Promise((resolve, reject) => {
    const request = https.get(url, { signal: AbortSignal.timeout(3_000) }, async (response) => {
      try {
        resolve(JSON.parse(Buffer.concat(await response.toArray()).toString()));
      } catch (error) {
        reject(error);
      }
    });
    request.on('error', reject);
  });
}

export const handler = async (event) => {
  const token = bearerToken(event);
  const claims = await verify(token).catch(() => {
    throw new Error('Unauthorized');
  });
  return answer(event, claims);
};
