// jose.
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { answer, bearerToken } from './policy.mjs';

const { ISSUER, AUDIENCE, JWKS_URI, ALGORITHM } = process.env;
const keys = createRemoteJWKSet(new URL(JWKS_URI), { timeoutDuration: 3_000 });

export const handler = async (event) => {
  const token = bearerToken(event);
  const options = { algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE };
  const { payload } = await jwtVerify(token, keys, options).catch(() => {
    throw new Error('Unauthorized');
  });
  return answer(event, payload);
};
