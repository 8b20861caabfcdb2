import type { Access } from '../../../lib';
import type { ProviderTrust } from '../provider-tokens';

/** Claims that are changed in the token of the provider, and why it is then refused. */
export type Wrong = readonly [claims: Readonly<Record<string, unknown>>, reason: string];

/** What one API makes of the tokens of a provider. */
export interface ProviderCase {
  /** The rule of the provider's own route. */
  readonly access: Access;
  /** What the handler gets besides `sub`, `iss`, `clientId` and `scope`. */
  readonly context: Readonly<Record<string, string>>;
  readonly tier: string;
  /** A client of the same kind that is welcome, too. */
  readonly other: {
    readonly claims: Readonly<Record<string, unknown>>;
    readonly client: string;
    readonly tier: string;
    /** Where the client is no claim of its own: its issuer. */
    readonly issuer?: { readonly url: string; readonly trust: ProviderTrust };
  };
  /** Nobody that the API knows: 401. */
  readonly strangers: readonly Wrong[];
  /** Somebody who may not: 403. */
  readonly unentitled: readonly Wrong[];
}
