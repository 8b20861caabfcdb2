import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { requireName } from '../private/checks';
import { SecureApiError } from '../private/errors';
import type { Throttle } from './throttle';
import { UsageTier, type UsageTierOptions } from './usage-tier';

/** Properties of `UsageTiers`. */
export interface UsageTiersProps {
  readonly stage: apigateway.Stage;
  readonly accountThrottle: Throttle;
}

/** The usage tiers of an API, by name. */
export class UsageTiers extends Construct {
  private readonly names = new Set<string>();

  private readonly props: UsageTiersProps;

  public constructor(scope: Construct, id: string, props: UsageTiersProps) {
    super(scope, id);
    this.props = props;
  }

  public get exist(): boolean {
    return this.names.size > 0;
  }

  public add(name: string, options: UsageTierOptions): UsageTier {
    const place = { at: this, name: 'name', code: 'UsageTierNameInvalid' } as const;
    requireName(place, name);
    if (this.names.has(name)) {
      throw new SecureApiError(this, {
        code: 'UsageTierDuplicate',
        problem: `the usage tier '${name}' has been added already`,
        rule: 'each tier needs a name of its own',
      });
    }
    try {
      const tier = new UsageTier(this, name, { ...options, ...this.props });
      this.names.add(name);
      return tier;
    } catch (error) {
      // What was refused must not be in the way of what is right.
      this.node.tryRemoveChild(name);
      throw error;
    }
  }
}
