import { connect } from 'node:tls';

/** Whether a client that speaks no newer TLS than 1.1 gets a connection. */
export function acceptsTls11(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      servername: 'localhost',
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      // The client's own OpenSSL would not even try otherwise.
      ciphers: 'DEFAULT:@SECLEVEL=0',
      // Whose certificate it is does not matter here: nothing is sent.
      rejectUnauthorized: false,
    });
    const end = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('secureConnect', () => end(true)).once('error', () => end(false));
  });
}
