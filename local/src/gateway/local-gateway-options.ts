import type { Clock } from '../chain/clock';
import type { SigningAlgorithm } from '../issuer/signing-keys';
import type { Assumptions } from '../model/assumptions';

/** Options of `LocalGateway.start`. */
export interface LocalGatewayOptions {
  /** Folder of a synthesized cloud assembly, `cdk.out`, or the path of one template. */
  readonly assembly: string;

  /**
   * Name of the stack, where several of the assembly have a REST API.
   *
   * @default - the only one with a REST API
   */
  readonly stack?: string;

  /**
   * Logical id of the REST API, where the stack has several.
   *
   * @default - the only one
   */
  readonly api?: string;

  /**
   * Name of the stage, where the API has several.
   *
   * @default - the only one
   */
  readonly stage?: string;

  /**
   * Values of template parameters, by name; of a parameter of the Parameter Store, its value there.
   *
   * @default - their defaults; what depends on one without a default is not known, and refused where it guards
   */
  readonly parameters?: Readonly<Record<string, string>>;

  /**
   * What to take for granted of parts that are not in the assembly or cannot be evaluated, for example
   * `{ webAcl: 'allows' }`. Each is listed in `findings`.
   *
   * @default - nothing: requests that need them are refused
   */
  readonly assume?: Assumptions;

  /**
   * Port on 127.0.0.1.
   *
   * @default 0 - any free one
   */
  readonly port?: number;

  /**
   * What the gateway and its functions take the time from.
   *
   * @default - the machine's clock
   */
  readonly clock?: Clock;

  /**
   * Gets each line that a function prints, and each that Lambda prints about it (an error with its stack, a timeout), as it
   * is: a token that the function printed is in it. `gateway.log` keeps the same lines without.
   *
   * @default - lines are in `gateway.log` only
   */
  readonly onFunctionLog?: (functionName: string, line: string) => void;
}

/** What `gateway.fetch` sends. */
export interface GatewayFetchInit {
  /** @default GET */
  readonly method?: string;
  /** @default - none */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** @default - none */
  readonly body?: string | Buffer;
  /**
   * Address that the request seems to come from.
   *
   * @default 127.0.0.1
   */
  readonly sourceIp?: string;
  /**
   * Country that the request seems to come from, two letters.
   *
   * @default - none: a rule that looks at the country refuses
   */
  readonly country?: string;
  /**
   * Host name, in the Host header and in TLS.
   *
   * @default localhost
   */
  readonly host?: string;
}

/** Options of `gateway.issueToken`. */
export interface IssueTokenOptions {
  /**
   * The `iss` claim.
   *
   * @default - the first issuer that the API's authorizers trust
   */
  readonly issuer?: string;
  /**
   * How the token is signed.
   *
   * @default - RS256, or the first algorithm that the authorizers take of the issuer
   */
  readonly algorithm?: SigningAlgorithm;
  /**
   * Members of the token's header, besides `alg`, `kid` and `typ`; one that is undefined is left out.
   *
   * @default - none; `typ` is `at+jwt` if the authorizers want to see it, else `JWT`
   */
  readonly header?: Readonly<Record<string, unknown>>;
}

/** Options of `gateway.requestToken`. */
export interface RequestTokenOptions {
  /** Scopes, separated by spaces. */
  readonly scope: string;
  /**
   * An issuer that the API's authorizers trust.
   *
   * @default - the first OpenID Connect issuer with an audience; without one, the first user pool that is trusted for access
   * tokens
   */
  readonly issuer?: string;
  /**
   * What the token is for. Access tokens of user pools have no audience, whatever is given here.
   *
   * @default - the first audience that the authorizers accept from the issuer
   */
  readonly audience?: string;
}
