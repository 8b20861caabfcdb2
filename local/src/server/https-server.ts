import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../tls/certificate';
import { tlsOptions } from '../tls/tls-options';
import { LocalGatewayError } from '../gateway/local-gateway-error';

/** Larger than the 10,240 bytes of headers that API Gateway takes, so that the chain can answer for itself. */
const MAX_HEADER_BYTES = 32 * 1_024;

export interface HttpsServerOptions {
  readonly certificate: Certificate;
  /** Name of the API's TLS policy: it counts on its domains, too. */
  readonly securityPolicy: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly handle: (message: IncomingMessage, response: ServerResponse) => void;
}

/** Listens on loopback, and nowhere else. */
export async function listen(options: HttpsServerOptions): Promise<Server> {
  const { certificate, securityPolicy, port, handle } = options;
  const server = createServer(
    { key: certificate.key, cert: certificate.cert, maxHeaderSize: MAX_HEADER_BYTES, ...tlsOptions(securityPolicy) },
    handle,
  );
  // What is counted is their size; headers that are dropped without a word would be worse than too many.
  server.maxHeadersCount = 0;
  // Nothing is upgraded or tunnelled, and a client that speaks no TLS is no reason to stop.
  server.on('upgrade', (_, socket) => socket.destroy());
  server.on('connect', (_, socket) => socket.destroy());
  server.on('tlsClientError', (_, socket) => socket.destroy());
  server.on('clientError', (_, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => reject(cannotListen(error, port));
    server.once('error', refused);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', refused);
      resolve();
    });
  });
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function cannotListen(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new LocalGatewayError('PortInUse', `port ${port} is in use; choose another, or 0 for any free one`);
  }
  if (error.code === 'EACCES') {
    return new LocalGatewayError('PortNotAllowed', `this user may not listen on port ${port}; choose one above 1023`);
  }
  return error;
}
