// aws-jwt-verify as its documentation shows it.
import { JwtVerifier } from 'aws-jwt-verify';
import { answer, bearerToken } from './policy.mjs';

const { ISSUER, AUDIENCE, JWKS_URI } = process.env;
const verifier = JwtVerifier.create({ issuer: ISSUER, audience: AUDIENCE, jwksUri: JWKS_URI });

export const handler = async (event) => {
  const token = bearerToken(event);
  const claims = await verifier.verify(token).catch(() => {
    throw new Error('Unauthorized');
  });
  return answer(event, claims);
};
