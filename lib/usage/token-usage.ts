import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { isSame } from '../authorizers/claim-name';
import { fail } from '../private/checks';
import type { UsageClient, UsageRules, UsageTierRule } from '../private/authorizer-contract';
import { describeFault, type Fault, SecureApiError } from '../private/errors';
import { dynamicReferencesIn, MAX_DYNAMIC_REFERENCES } from './dynamic-references';

/** Properties of `TokenUsage`. */
export interface TokenUsageProps {
  readonly encryptionKey: kms.IKey;
}

/** Letters and digits of the part that all key values of an API begin with. */
const PREFIX_LENGTH = 40;

/**
 * How verified tokens choose usage tiers, for the authorizer that knows the tokens.
 *
 * API Gateway counts by the value of an API key, which the authorizer answers. The values begin with a generated secret, so that
 * they are in no template; they open nothing, because the API takes no key from a request (ADR 0015).
 */
export class TokenUsage extends Construct {
  /** The generated part of all key values, as a reference that CloudFormation resolves. */
  public readonly keyPrefix: string;
  private readonly clients: UsageClient[] = [];
  private readonly tiers: UsageTierRule[] = [];
  private defaultTier?: UsageTierRule;
  private sealed = false;

  public constructor(scope: Construct, id: string, props: TokenUsageProps) {
    super(scope, id);
    const secret = new secretsmanager.Secret(this, 'KeyPrefix', {
      description: 'What the API keys of the usage tiers begin with; they name clients and open nothing',
      encryptionKey: props.encryptionKey,
      generateSecretString: { passwordLength: PREFIX_LENGTH, excludePunctuation: true, includeSpace: false },
      // Keys and authorizer hold the value that was read at deployment: another one would fit neither.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.keyPrefix = secret.secretValue.unsafeUnwrap();
    this.node.addValidation({ validate: () => this.faults() });
  }

  /** Value of the API key that ends with `key`. */
  public keyValue(key: string): string {
    return `${this.keyPrefix}-${key}`;
  }

  /** Checks that the tier can be chosen, and changes nothing; the function that it returns adds it. */
  public prepareTier(at: Construct, rule: UsageTierRule): () => void {
    this.requireOpen(at, `the tier '${rule.tier}'`);
    const place = { at, name: 'claim', code: 'UsageTierClaimInvalid' } as const;
    if (!rule.claim) {
      if (this.defaultTier) {
        throw new SecureApiError(at, {
          code: 'UsageTierDefaultDuplicate',
          problem: `'isDefault' is true, and '${this.defaultTier.tier}' is the default tier already`,
          rule: 'one tier takes the tokens that no other does',
        });
      }
      return () => {
        this.defaultTier = rule;
      };
    }
    const { name, values } = rule.claim;
    const other = this.tiers.find(
      ({ claim }) => claim && isSame(claim.name, name) && claim.values.some((value) => values.includes(value)),
    );
    if (other) fail(place, rule.claim, `'${other.tier}' takes one of these values already; a token has one tier`);
    return () => this.tiers.push(rule);
  }

  /** Checks that the client has no tier yet, and changes nothing; the function that it returns adds it. */
  public prepareClient(at: Construct, client: UsageClient): () => void {
    this.requireOpen(at, 'a client');
    const known = this.clients.find(({ clientId }) => clientId === client.clientId);
    if (known) {
      throw new SecureApiError(at, {
        code: 'UsageClientDuplicate',
        problem: `the client '${Token.isUnresolved(client.clientId) ? 'of this id' : client.clientId}' is in the tier '${known.tier}' already`,
        rule: 'a client has one tier and one key',
      });
    }
    return () => this.clients.push(client);
  }

  /** The rules as they are written for the authorizer; whoever comes later would be left out. */
  public seal(): void {
    this.sealed = true;
  }

  /** The part of the rules that is known at synth. */
  public rules(): UsageRules {
    const tiers = this.defaultTier ? [...this.tiers, this.defaultTier] : this.tiers;
    return { clients: this.clients.filter(({ clientId }) => !Token.isUnresolved(clientId)), tiers };
  }

  /** The clients whose ids only CloudFormation knows; undefined if there are none. */
  public lateClients(): UsageClient[] | undefined {
    const late = this.clients.filter(({ clientId }) => Token.isUnresolved(clientId));
    return late.length > 0 ? late : undefined;
  }

  private requireOpen(at: Construct, what: string): void {
    if (!this.sealed) return;
    throw new SecureApiError(at, {
      code: 'AuthorizerRulesSealed',
      problem: `${what} came after the rules had been written`,
      rule: 'add every tier and client before something resolves the template',
    });
  }

  private faults(): string[] {
    const faults: Fault[] = [];
    if (!this.defaultTier) {
      faults.push({
        code: 'UsageTierDefaultMissing',
        problem: "'usageIdentity' is UsageIdentity.TOKEN and no usage tier is the default",
        rule: "add one with 'isDefault: true', for the tokens that no other tier takes",
      });
    }
    faults.push(...this.referenceFaults());
    return faults.map((fault) => `${describeFault(fault)} [${fault.code}]`);
  }

  /** CloudFormation counts per template: other APIs of the stack, and what else stands in it, count as well. */
  private referenceFaults(): Fault[] {
    const stack = Stack.of(this);
    const references = dynamicReferencesIn(stack);
    if (references <= MAX_DYNAMIC_REFERENCES) return [];
    const keys = this.tiers.length + this.clients.length + (this.defaultTier ? 1 : 0);
    // One for each key, and one for the authorizer.
    const others = references - keys - 1;
    const limit = `CloudFormation resolves ${MAX_DYNAMIC_REFERENCES} dynamic references in a template`;
    const fault: Fault =
      others > 0
        ? {
            code: 'UsageClientsTooMany',
            problem: `tiers and clients have ${keys} keys together, and the stack '${stack.node.path}' has ${others} dynamic references besides`,
            rule: `${limit}, one for each key and one for the authorizer among them; let more clients share their tier's bucket, or move the API, or what else has references, to a stack of its own`,
          }
        : {
            code: 'UsageClientsTooMany',
            problem: `tiers and clients have ${keys} keys together`,
            rule: `they may have ${MAX_DYNAMIC_REFERENCES - 1}, because ${limit}; let more clients share their tier's bucket`,
          };
    return [fault];
  }
}
