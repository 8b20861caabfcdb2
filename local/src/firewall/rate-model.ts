import type { ForwardedIp } from './forwarded-ip-model';

export type RateKey =
  | { readonly type: 'ip' | 'method' }
  | { readonly type: 'forwardedIp'; readonly forwarded: ForwardedIp }
  | { readonly type: 'labelNamespace'; readonly namespace: string; readonly ownPrefix: string }
  | { readonly type: 'uriPath' | 'queryString'; readonly transformations: readonly string[] }
  | {
      readonly type: 'header' | 'cookie' | 'queryArgument';
      readonly name: string;
      readonly transformations: readonly string[];
    };
