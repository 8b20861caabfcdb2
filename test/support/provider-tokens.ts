import { CUSTOMER_TOKENS } from './provider-tokens/customers';
import type { ProviderToken } from './provider-tokens/provider-token';
import { WORKFORCE_TOKENS } from './provider-tokens/workforce';

export * from './provider-tokens/provider-token';

export const PROVIDER_TOKENS: readonly ProviderToken[] = [...WORKFORCE_TOKENS, ...CUSTOMER_TOKENS];
