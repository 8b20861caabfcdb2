import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { onProcessExit } from '../gateway/exit-cleanup';

const VALIDITY_MS = 24 * 3_600_000;

/** A name that a client can ask for; the first label may be a star. */
const DNS_NAME = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** A certificate of one gateway, known to nobody else. */
export interface Certificate {
  /** Private key, PEM; in memory only. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
  /** File with {@link cert}, for processes that must trust it: `NODE_EXTRA_CA_CERTS`, `curl --cacert`. */
  readonly caFile: string;
  /** Deletes the file; harmless a second time. */
  remove(): void;
}

/**
 * Makes a self-signed certificate for `localhost`, 127.0.0.1, ::1 and the given names: EC P-256, valid for a day.
 *
 * Trusting it means trusting these names and no others: it is no authority that could vouch for another certificate.
 *
 * @param names DNS names, wildcards among them, or IP addresses. What is neither is left out, because no client can ask
 * for it: a name that could not be resolved without AWS, for example.
 */
export async function createCertificate(names: readonly string[]): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + VALIDITY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: alternativeNames(names) },
    ],
  });
  const folder = mkdtempSync(join(tmpdir(), 'secure-api-local-'));
  const caFile = join(folder, 'certificate.pem');
  writeFileSync(caFile, cert, { mode: 0o600 });
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const forgetExit = onProcessExit(remove);
  return {
    key,
    cert,
    caFile,
    remove: () => {
      remove();
      forgetExit();
    },
  };
}

type AlternativeName = { readonly type: 2; readonly value: string } | { readonly type: 7; readonly ip: string };

function alternativeNames(names: readonly string[]): AlternativeName[] {
  return [...new Set(['localhost', '127.0.0.1', '::1', ...names.map((name) => name.toLowerCase())])]
    .filter((name) => isIP(name) !== 0 || DNS_NAME.test(name))
    .map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name }));
}
