import { type Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail, requireInteger, requireKnownList, requireNonEmpty, requirePattern } from '../private/checks';
import { SecureApiError } from '../private/errors';

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
 * It covers preflights and the API's own errors; the integrations' answers must carry their own headers.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export interface CorsOptions {
  /** Origins as `https://host[:port]`, or `*` alone for every page; `http` for localhost only. */
  readonly allowOrigins: string[];

  /**
   * Request headers that pages may send.
   *
   * @default - Authorization, Content-Type, DPoP and X-Api-Key
   */
  readonly allowHeaders?: string[];

  /**
   * Response headers that pages may read.
   *
   * @default - none besides the ones that every page may read
   */
  readonly exposeHeaders?: string[];

  /**
   * Whether pages may send cookies and client certificates; a token in the `Authorization` header needs no such thing.
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
const LOCALHOST = ['localhost', '127.0.0.1', '[::1]'];

/** A checked cross-origin policy. */
export class CorsPolicy {
  public readonly origins: readonly string[];
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
    this.allowHeaders = options.allowHeaders ?? DEFAULT_HEADERS;
    this.exposeHeaders = options.exposeHeaders ?? [];
    this.allowCredentials = options.allowCredentials ?? false;
    this.maxAgeSeconds = maxAgeSeconds(at, options.maxAge);
    this.preflight = options.preflight ?? Preflight.WHOLE_API;
    requireNonEmpty({ at, name: 'cors.allowOrigins', code: 'CorsOriginsEmpty' }, this.origins, 'no page could call');
    for (const origin of this.origins) this.checkOrigin(at, origin);
    for (const header of [...this.allowHeaders, ...this.exposeHeaders]) {
      const place = { at, name: 'cors headers', code: 'HeaderNameInvalid' } as const;
      requirePattern(place, header, /^[A-Za-z0-9-]+$/, "it must be the name of a header; '*' is not one");
    }
  }

  /** Origins over plain http, which only a developer's own machine may have. */
  public get insecureOrigins(): readonly string[] {
    return this.origins.filter((origin) => !Token.isUnresolved(origin) && origin.startsWith('http:'));
  }

  /** The one value that fits every answer, where there is one. */
  public get onlyOrigin(): string | undefined {
    return this.origins.length === 1 ? this.origins[0] : undefined;
  }

  private checkOrigin(at: Construct, origin: string): void {
    if (Token.isUnresolved(origin)) return;
    if (origin === '*') return this.checkAnyOrigin(at);
    const place = { at, name: 'cors.allowOrigins', code: 'CorsOriginInvalid' } as const;
    const rule = "each must be 'https://host[:port]' without path, in lower case; http is for localhost only";
    if (typeof origin !== 'string' || !URL.canParse(origin)) fail(place, origin, rule);
    const url = new URL(origin);
    // An origin that is not written exactly as browsers send it would never match.
    if (url.origin !== origin) fail(place, origin, rule);
    if (/['"\\$#*\s]/.test(origin)) fail(place, origin, rule);
    if (url.protocol === 'https:') return;
    if (url.protocol === 'http:' && LOCALHOST.includes(url.hostname)) return;
    fail(place, origin, rule);
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
