import { type Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail, requireInteger, requireKnownList, requireNonEmpty, requirePattern } from '../private/checks';
import { SecureApiError } from '../private/errors';
import { intendedOrigin, ORIGIN_FORMS, type OriginRule, originRule } from './cors-origin';
import { exposedHeaders, joinHeaderNames } from './exposed-headers';

/** Which methods answer a browser's preflight. */
export enum Preflight {
  /** Two for the whole API, on `/` and on `/{proxy+}`; every path announces all methods of the API. */
  WHOLE_API = 'WHOLE_API',
  /** One per path, which announces the path's own methods; an additional resource each. */
  PER_PATH = 'PER_PATH',
}

/**
 * Which web pages may call the API from a browser.
 *
 * It covers preflights, the API's own errors and `RouteTarget.mock()`. The responses of other integrations must carry
 * their own headers: `corsHeaders()` of `cdk-secure-api-gateway/lib/handlers/cors` makes them in Node.js handlers.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export interface CorsOptions {
  /**
   * The pages, each in one of these forms:
   *
   * - `https://app.example.com` or `https://app.example.com:8443`: this origin, in lower case and without path, as browsers
   *   send it; `http` for localhost only
   * - `https://*.example.com`: each direct subdomain of a domain with at least two labels, with the given port or none; not
   *   `https://example.com` itself, and not `https://a.b.example.com`
   * - `capacitor://localhost`, `ionic://localhost`: the pages of apps that are made with Capacitor or Ionic; any such app,
   *   whoever made it
   * - `*`, alone: every page
   */
  readonly allowOrigins: string[];

  /**
   * Request headers that pages may send, besides those that the API itself requires: what the authorizer reads, the
   * `requiredHeaders` of routes, `Content-Type` if a route takes a body, `X-Api-Key` if one counts by API key. Those are
   * always allowed.
   *
   * @default - Authorization, Content-Type, DPoP and X-Api-Key
   */
  readonly allowHeaders?: string[];

  /**
   * Response headers that pages may read, besides `Retry-After`, `WWW-Authenticate` and `x-amzn-RequestId`.
   *
   * @default - none besides these and the ones that every page may read
   */
  readonly exposeHeaders?: string[];

  /**
   * Whether pages may send cookies and client certificates; a token in the `Authorization` header needs no such thing.
   * Required if the authorizer reads cookies.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * How long browsers may keep the answer to a preflight: 0 to 86,400 seconds.
   *
   * @default Duration.hours(1)
   */
  readonly maxAge?: Duration;

  /**
   * Which methods answer preflights.
   *
   * @default Preflight.WHOLE_API
   */
  readonly preflight?: Preflight;
}

const DEFAULT_HEADERS = ['Authorization', 'Content-Type', 'DPoP', 'X-Api-Key'];

/** A checked cross-origin policy. */
export class CorsPolicy {
  public readonly origins: readonly string[];
  /** What the origins mean; a token is an origin that is known at deployment only. */
  public readonly rules: readonly OriginRule[];
  public readonly allowHeaders: readonly string[];
  public readonly exposeHeaders: readonly string[];
  public readonly allowCredentials: boolean;
  public readonly maxAgeSeconds: number;
  public readonly preflight: Preflight;

  public constructor(at: Construct, options: CorsOptions) {
    requireKnownList(at, 'cors.allowOrigins', options.allowOrigins);
    requireKnownList(at, 'cors.allowHeaders', options.allowHeaders);
    requireKnownList(at, 'cors.exposeHeaders', options.exposeHeaders);
    this.origins = [...options.allowOrigins];
    this.allowHeaders = [...(options.allowHeaders ?? DEFAULT_HEADERS)];
    this.exposeHeaders = exposedHeaders(options.exposeHeaders);
    this.allowCredentials = options.allowCredentials ?? false;
    this.maxAgeSeconds = maxAgeSeconds(at, options.maxAge);
    this.preflight = options.preflight ?? Preflight.WHOLE_API;
    requireNonEmpty({ at, name: 'cors.allowOrigins', code: 'CorsOriginsEmpty' }, this.origins, 'no page could call');
    this.rules = this.origins.map((origin) => this.checkedRule(at, origin));
    for (const header of [...this.allowHeaders, ...this.exposeHeaders]) {
      const place = { at, name: 'cors headers', code: 'HeaderNameInvalid' } as const;
      requirePattern(place, header, /^[A-Za-z0-9-]+$/, "it must be the name of a header; '*' is not one");
    }
  }

  /** Origins over plain http, which only a developer's own machine may have. */
  public get insecureOrigins(): readonly string[] {
    return this.origins.filter((origin) => !Token.isUnresolved(origin) && origin.startsWith('http:'));
  }

  /** The one value of `Access-Control-Allow-Origin` that fits every response, where there is one. */
  public get onlyOrigin(): string | undefined {
    return this.rules.length === 1 ? this.firstOrigin : undefined;
  }

  /** The first origin that is no pattern. */
  public get firstOrigin(): string | undefined {
    const rule = this.rules.find(({ kind }) => kind !== 'subdomains');
    return rule?.kind === 'exact' ? rule.origin : rule && '*';
  }

  /** The headers that pages may send, with the ones that the API requires. */
  public allowedHeaders(required: readonly string[]): string[] {
    return joinHeaderNames(this.allowHeaders, required);
  }

  private checkedRule(at: Construct, origin: string): OriginRule {
    const place = { at, name: 'cors.allowOrigins', code: 'CorsOriginInvalid' } as const;
    if (Token.isUnresolved(origin)) {
      if (String(origin).includes('*'))
        fail(place, origin, 'a pattern must be literal; only a whole origin can be a token');
      return { kind: 'exact', origin };
    }
    const rule = originRule(origin);
    if (!rule) {
      const intended = intendedOrigin(origin);
      fail(place, origin, intended === undefined ? ORIGIN_FORMS : `write '${intended}'; ${ORIGIN_FORMS}`);
    }
    if (rule.kind === 'any') this.checkAnyOrigin(at);
    return rule;
  }

  private checkAnyOrigin(at: Construct): void {
    if (this.allowCredentials) {
      throw new SecureApiError(at, {
        code: 'CorsCredentialsWithAnyOrigin',
        problem: "'cors.allowOrigins' is [\"*\"] while 'cors.allowCredentials' is true",
        rule: 'name the origins whose pages may send credentials',
      });
    }
    if (this.origins.length > 1) {
      fail(
        { at, name: 'cors.allowOrigins', code: 'CorsOriginInvalid' },
        this.origins,
        "'*' already means every origin; name it alone, or better name the origins",
      );
    }
  }
}

function maxAgeSeconds(at: Construct, maxAge: Duration | undefined): number {
  if (maxAge === undefined) return 3_600;
  if (maxAge.isUnresolved()) return maxAge.toSeconds();
  const seconds = maxAge.toMilliseconds() / 1_000;
  requireInteger({ at, name: 'cors.maxAge', code: 'CorsMaxAgeOutOfRange' }, seconds, 0, 86_400, 'seconds');
  return seconds;
}
