import { AuthError } from '../../lambda/jwt-authorizer/auth-error';
import { authorizerConfig, namesIssuersFile, type Settings, settings } from '../../lambda/jwt-authorizer/config';
import { routeRules } from '../../lambda/jwt-authorizer/route-rules';
import { usageTiers } from '../../lambda/jwt-authorizer/usage-tiers';
import { parseJwks } from '../../lambda/jwt-authorizer/verification-key';
import { explained, readJson, readText } from './files';
import type { Options } from './options';
import { resigned } from './resigned';
import { UsageError } from './usage-error';

/** What the authorizer is run with. */
export interface Trust {
  readonly settings: Settings;
  /** Key sets by the address that the authorizer would fetch them from. */
  readonly keySets: ReadonlyMap<string, Buffer>;
  readonly token: string;
  /** What was not checked; empty if the decision is the one that callers get. */
  readonly unchecked: readonly string[];
}

/** The prefix of API keys is a secret of the deployed function; nothing here shows a key. */
const NO_KEY_PREFIX = 'not-known-to-this-command';

export function trustOf(options: Options, token: string): Trust {
  const { settings: known, configured } = settingsOf(options);
  const unchecked = configured && known.revocationTable === undefined ? [] : ['whether it was revoked'];
  const keySets = keySetsOf(options.jwks, configured ? known.issuers : []);
  if (configured && options.jwks.length > 0) return { settings: known, keySets, token, unchecked };
  const left = configured
    ? ['signature']
    : ['signature', 'issuer', 'audience', 'client', 'what else is asked of its tokens'];
  try {
    const again = resigned(token, configured ? known.issuers : undefined);
    return {
      settings: { ...known, issuers: again.issuers },
      keySets: new Map(again.issuers.map(({ jwksUri }) => [jwksUri, again.jwks])),
      token: again.token,
      unchecked: [...left, ...unchecked],
    };
  } catch (error) {
    // The authorizer refuses it in the same words.
    if (error instanceof AuthError) return { settings: known, keySets, token, unchecked: [...left, ...unchecked] };
    throw error;
  }
}

function settingsOf({ routes: file, config, issuers }: Options): { settings: Settings; configured: boolean } {
  const { value: table, checked: routes } = readJson(file, '--routes', routeRules);
  if (config !== undefined) {
    const document = issuers === undefined ? undefined : readJson(issuers, '--issuers', (value) => value).value;
    const { value } = readJson(config, '--config', (content) => checkConfig(content, document));
    const where = `--routes ${file} with --config ${config}`;
    const build = (): Settings => withTiers(settings(value, table, NO_KEY_PREFIX, document));
    return { settings: explained(where, build), configured: true };
  }
  const { usage: rules } = table as { usage?: unknown };
  const usage = rules === undefined ? undefined : { rules, lateClients: undefined, keyPrefix: NO_KEY_PREFIX };
  const alone = { issuers: [], contextClaims: [], clockToleranceSeconds: 0, routes, usage };
  return { settings: explained(`--routes ${file}`, () => withTiers(alone)), configured: false };
}

/** Which of the two documents is missing, in the words of this command. */
function checkConfig(config: unknown, issuers: unknown): void {
  const named = namesIssuersFile(config);
  if (named && issuers === undefined)
    throw new UsageError('it names issuers.json; say where that is with --issuers FILE');
  if (!named && issuers !== undefined) throw new UsageError('it names no issuers.json, so leave --issuers out');
  authorizerConfig(config, issuers);
}

/** The authorizer looks at usage tiers later than at the rest; a broken file is a broken file from the start. */
function withTiers(checked: Settings): Settings {
  if (checked.usage) usageTiers(checked.usage);
  return checked;
}

/** Without a configuration there is no issuer that a key set could belong to; the files are still looked at. */
function keySetsOf(given: readonly string[], issuers: Settings['issuers']): ReadonlyMap<string, Buffer> {
  const sets = new Map<string, Buffer>();
  for (const text of given) {
    const named = issuers.find(({ issuer }) => text.startsWith(`${issuer}=`));
    if (!named && /^https:.*=/.test(text) && issuers.length > 0) {
      throw new UsageError(`--jwks ${text} names no issuer of --config`);
    }
    // The two issuers of one user pool are one entry of the configuration.
    if (!named && issuers.some(({ issuer, twin }) => ![issuer, twin].includes(issuers[0].issuer))) {
      throw new UsageError('--jwks must be ISSUER=FILE, because --config has several issuers');
    }
    const file = named ? text.slice(named.issuer.length + 1) : text;
    const jwks = Buffer.from(readText(file, '--jwks'));
    explained(`--jwks ${file}`, () => parseJwks(jwks));
    for (const { jwksUri } of named ? [named] : issuers) sets.set(jwksUri, jwks);
  }
  return sets;
}
