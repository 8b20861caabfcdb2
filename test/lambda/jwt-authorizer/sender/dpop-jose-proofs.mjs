// Prints proofs that an independent implementation made, with the thumbprints that it has for their keys.
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';

const { algorithms, claims, accessToken } = JSON.parse(process.argv[2]);
const proofs = [];
for (const alg of algorithms) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const ath = createHash('sha256').update(accessToken).digest('base64url');
  const proof = await new SignJWT({ ...claims, jti: `jose-${alg}`, ath })
    .setProtectedHeader({ typ: 'dpop+jwt', alg, jwk })
    .sign(privateKey);
  const thumbprint = await calculateJwkThumbprint(jwk);
  proofs.push({ alg, proof, jwk, thumbprint });
}
process.stdout.write(JSON.stringify(proofs));
