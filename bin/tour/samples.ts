import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalGateway } from 'cdk-secure-api-gateway-local';
import { shopToken } from './tokens';

/** Commands for the reader to try; the tokens are in files of this user, not on the screen. */
export class Samples {
  private readonly folder = mkdtempSync(join(tmpdir(), 'orders-tour-'));

  public constructor(private readonly gateway: LocalGateway) {
    this.write('reader', shopToken(gateway, { scope: 'orders/read' }));
    this.write('writer', shopToken(gateway, { scope: 'orders/read orders/write' }));
  }

  public get commands(): readonly string[] {
    const { url, certificateFile } = this.gateway;
    const curl = (rest: string): string => `curl -i --cacert ${certificateFile} ${rest}`;
    const order = `'{"items":[{"sku":"TEA-0001","quantity":2}]}'`;
    return [
      curl(`${url}/health`),
      curl(`${url}/orders`),
      curl(`-K ${this.file('reader')} ${url}/orders`),
      curl(`-K ${this.file('reader')} ${url}/tenants/globex/orders`),
      curl(`-K ${this.file('writer')} --json ${order} ${url}/orders`),
    ];
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private file(name: string): string {
    return join(this.folder, `${name}.curl`);
  }

  private write(name: string, token: string): void {
    writeFileSync(this.file(name), `header = "Authorization: Bearer ${token}"\n`, { mode: 0o600 });
  }
}
