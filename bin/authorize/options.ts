import { parseArgs } from 'node:util';
import { messageOf, UsageError } from './usage-error';

export const HELP = `Says what the JWT authorizer decides about a token, and why. It runs the authorizer's own code, without any network.

  npm run authorize -- --routes FILE --route 'METHOD /path/{param}' --token-file FILE [options]

  --routes FILE      routes.json of the authorizer, from its asset in cdk.out
  --route KEY        the route as it is in routes.json: 'GET /tenants/{tenantId}/orders'
  --path PATH        the path of the request: /tenants/acme/orders; needed if the route has parameters
  --token-file FILE  file with the token
  --token -          reads the token from standard input
  --token TOKEN      the token; other users of this machine can see the arguments of a process, so prefer the two above
  --config FILE      value of AUTHORIZER_CONFIG: the issuers and what is asked of their tokens
  --issuers FILE     issuers.json of the authorizer, from its asset; needed if the configuration names it
  --jwks FILE        key set to check the signature with; with several issuers --jwks ISSUER=FILE, once for each
  --at TIME          judges as of then: 2027-01-15T08:00:00Z
  --json             for programs
  --help             this text

Without --config and --jwks the signature is not checked, so nothing is ever allowed.

Exit codes: 0 allowed, 1 not allowed (401, 403 or 500), 2 wrong command or file, 3 would be allowed, but is not verified`;

export interface Options {
  readonly routes: string;
  readonly route: string;
  readonly path?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly config?: string;
  readonly issuers?: string;
  readonly jwks: readonly string[];
  readonly at?: string;
  readonly json: boolean;
}

const TEXT = { type: 'string' } as const;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** @returns undefined if help is asked for */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  // Not repeated in the message: it could be the token.
  if (positionals.length > 0) throw new UsageError('every value follows an option; see --help');
  const { routes, route, token, 'token-file': tokenFile, jwks = [], json = false, path, config, issuers, at } = values;
  if (!routes) throw new UsageError('--routes FILE is missing');
  if (!route) throw new UsageError("--route 'METHOD /path' is missing");
  if ((token === undefined) === (tokenFile === undefined)) {
    throw new UsageError('exactly one of --token and --token-file must be there');
  }
  return { routes, route, token, tokenFile, jwks, json, path, config, issuers, at };
}

/** Milliseconds since 1970. */
export function timeOf({ at }: Options): number {
  if (at === undefined) return Date.now();
  const time = TIME.test(at) ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(time)) throw new UsageError('--at must be a time with a zone, such as 2027-01-15T08:00:00Z');
  return time;
}

// eslint-disable-next-line @typescript-eslint/explicit-function-return-type -- is what the options say
function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        routes: TEXT,
        route: TEXT,
        path: TEXT,
        token: TEXT,
        'token-file': TEXT,
        config: TEXT,
        issuers: TEXT,
        jwks: { ...TEXT, multiple: true },
        at: TEXT,
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    // Who forgets the name of an option may have written the token in its place.
    const [sentence] = messageOf(error).split(/[.\n] /);
    throw new UsageError(`${sentence.replaceAll(/[\w.-]{24,}/g, '...')}; see --help`);
  }
}
