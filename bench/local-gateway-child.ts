// Serves, in a process of its own, the bench app on the local gateway and the same bytes on a bare HTTPS server.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { LocalGateway } from '../local/src';
import { createCertificate } from '../local/src/tls/certificate';
import { BODY } from './local-gateway-app';

async function main(): Promise<void> {
  const gateway = await LocalGateway.start({ assembly: process.argv[2] });
  const certificate = await createCertificate([]);
  const bare = createServer({ key: certificate.key, cert: certificate.cert }, (_, response) => {
    response.setHeader('Content-Type', 'application/json').end(BODY);
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  process.on('message', (message) => {
    if (message === 'memory') {
      globalThis.gc?.();
      const { rss, heapUsed } = process.memoryUsage();
      process.send?.({ rss, heapUsed });
      return;
    }
    certificate.remove();
    bare.close();
    bare.closeAllConnections();
    void gateway.close().then(() => process.exit());
  });
  process.send?.({
    gateway: gateway.url,
    bare: `https://localhost:${(bare.address() as AddressInfo).port}`,
    ca: [readFileSync(gateway.certificateFile, 'utf8'), certificate.cert],
    token: gateway.issueToken({ scope: 'orders/read' }),
  });
}

void main();
