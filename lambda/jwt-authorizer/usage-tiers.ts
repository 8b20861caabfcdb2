import type { UsageClient, UsageTierRule } from '../../lib/private/authorizer-contract';
import { ConfigError, requireArray, requireClaimName, requireObject, requireText, requireTexts } from './checks';
import { claimOf, primitiveText } from './claims';
import type { UnknownUsage } from './config';
import type { VerifiedToken } from './verified-tokens';

/** Where the limits of a request are counted. */
export interface Usage {
  readonly tier: string;
  /** Value of the API key, for API Gateway only: it appears in no log and no context. */
  readonly usageIdentifierKey: string;
}

const KEY = /^[\w.-]{1,64}$/;

/** Chooses the usage tier of a verified token: by its client, else by the first claim that fits, else the default. */
export class UsageTiers {
  private readonly clients: ReadonlyMap<unknown, UsageClient>;

  public constructor(
    clients: readonly UsageClient[],
    private readonly tiers: readonly UsageTierRule[],
    private readonly keyPrefix: string,
  ) {
    this.clients = new Map(clients.map((client) => [client.clientId, client]));
    // Which of two buckets counts must not depend on an order that nobody sees.
    if (this.clients.size < clients.length) throw new ConfigError('usage clients', 'not name a client twice');
  }

  public usageOf({ claims, clientId }: VerifiedToken): Usage {
    const { tier, key } =
      this.clients.get(clientId) ??
      this.tiers.find(({ claim }) => claim && holds(claimOf(claims, claim.name), claim.values)) ??
      this.tiers[this.tiers.length - 1];
    return { tier, usageIdentifierKey: `${this.keyPrefix}-${key}` };
  }
}

/** @throws ConfigError unless the last tier, and no other, takes everybody */
export function usageTiers({ rules, lateClients, keyPrefix }: UnknownUsage): UsageTiers {
  const usage = requireObject(rules, 'usage', ['clients', 'tiers']);
  const clients = [
    ...requireArray(usage.clients, 'usage clients'),
    ...(lateClients === undefined ? [] : requireArray(lateClients, 'usageClients')),
  ];
  const tiers = requireArray(usage.tiers, 'usage tiers').map(tierRule);
  if (tiers.length === 0 || !tiers.every(({ claim }, index) => !claim === (index === tiers.length - 1))) {
    throw new ConfigError('usage tiers', 'end with the default tier, and have no other');
  }
  return new UsageTiers(clients.map(client), tiers, requireText(keyPrefix, 'USAGE_KEY_PREFIX', /^[\w.-]{20,64}$/));
}

function client(value: unknown): UsageClient {
  const { clientId, tier, key } = requireObject(value, 'usage client', ['clientId', 'tier', 'key']);
  return {
    clientId: requireText(clientId, 'usage client clientId'),
    tier: requireText(tier, 'usage client tier'),
    key: requireText(key, 'usage client key', KEY),
  };
}

function tierRule(value: unknown): UsageTierRule {
  const rule = requireObject(value, 'usage tier', ['tier', 'key'], ['claim']);
  const claim =
    rule.claim === undefined ? undefined : requireObject(rule.claim, 'usage tier claim', ['name', 'values']);
  return {
    tier: requireText(rule.tier, 'usage tier tier'),
    key: requireText(rule.key, 'usage tier key', KEY),
    claim: claim && {
      name: requireClaimName(claim.name, 'usage tier claim name'),
      values: requireTexts(claim.values, 'usage tier claim values'),
    },
  };
}

/** A claim that is a list fits if one of its members does. */
function holds(claim: unknown, values: readonly string[]): boolean {
  const texts = [claim].flat().map(primitiveText);
  return values.some((value) => texts.includes(value));
}
