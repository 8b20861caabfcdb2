import { createServer } from 'node:https';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './oidc-certificate';
import { jwksOf, type SigningKey } from './token-factory';

type Answer = (response: ServerResponse) => void;

/** Serves a key set on loopback HTTPS, for tokens that no real server would issue and for answers that none would give. */
export interface TestIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  /** How often the key set was asked for. */
  readonly fetches: number;
  /** What it answers instead of its key set. */
  answer?: Answer;
  close(): Promise<void>;
}

export async function startTestIssuer(certificate: Certificate, keys: readonly SigningKey[]): Promise<TestIssuer> {
  let fetches = 0;
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (_, response) => {
    fetches += 1;
    if (running.answer) running.answer(response);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(jwksOf(...keys)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running: TestIssuer = {
    issuer,
    jwksUri: `${issuer}/jwks`,
    get fetches() {
      return fetches;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return running;
}
