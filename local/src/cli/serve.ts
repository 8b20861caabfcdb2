import { LocalGateway } from '../gateway/local-gateway';
import type { Assumptions } from '../model/assumptions';
import { printable, requestLine } from './request-line';
import { startupReport } from './startup-report';

export interface ServeOptions {
  readonly assembly: string;
  readonly stack?: string;
  readonly api?: string;
  readonly stage?: string;
  readonly port?: number;
  readonly assume?: Assumptions;
  readonly coloured: boolean;
  readonly print: (line: string) => void;
}

/** Serves, and prints what it serves and each request, until the gateway is closed. */
export async function serve({ coloured, print, ...options }: ServeOptions): Promise<LocalGateway> {
  const gateway = await LocalGateway.start(options);
  print(startupReport(gateway));
  print('');
  gateway.log.onFunctionLine(({ functionName, line }) =>
    print(`  ${functionName}: ${printable(line.replaceAll('\t', ' '))}`),
  );
  gateway.log.onEntry((entry) => print(requestLine(entry, coloured)));
  return gateway;
}
