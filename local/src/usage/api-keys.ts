import { createHash } from 'node:crypto';
import { isUnresolved } from '../assembly/resolved-stack';
import type { ApiKeyModel, UsagePlanModel } from '../model/api-model';

export interface UsageClient {
  readonly key: ApiKeyModel;
  readonly plan: UsagePlanModel;
}

/** The keys of a stage's usage plans, found by a hash: how long that takes says nothing about a key. */
export class ApiKeys {
  private readonly clients = new Map<string, UsageClient>();

  public constructor(plans: readonly UsagePlanModel[]) {
    for (const plan of plans) {
      for (const key of plan.keys) {
        const hash = hashOf(key.value);
        // AWS does not take a key into two plans of one stage. What only AWS knows is nobody's key.
        if (key.value !== '' && !isUnresolved(key.value) && !this.clients.has(hash)) {
          this.clients.set(hash, { key, plan });
        }
      }
    }
  }

  /** The client with that key, if it is enabled. */
  public find(value: string): UsageClient | undefined {
    const client = this.clients.get(hashOf(value));
    return client?.key.enabled === true ? client : undefined;
  }
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('base64');
}
