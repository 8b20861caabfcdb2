import { type Construct } from 'constructs';
import { SecureApiError, show } from '../private/errors';
import type { Throttle } from '../usage/throttle';
import type { RouteKey } from './route-key';
import type { RouteSummary } from './route-options';

/** One route of the table. */
export interface RouteRow {
  readonly key: RouteKey;
  readonly throttle?: Throttle;
  /** The headers that its requests must have. */
  readonly requestHeaders: readonly string[];
  /** Asked for at synth: whether a key is required depends on tiers that come later. */
  readonly summarize: () => RouteSummary;
}

/** Every route of an API, in the order in which they were added. */
export class RouteTable {
  private readonly rows = new Map<string, RouteRow>();
  /** The name of the one path parameter that a path may be continued with, by path. */
  private readonly variables = new Map<string, string>();

  public constructor(private readonly scope: Construct) {}

  public get all(): readonly RouteRow[] {
    return [...this.rows.values()];
  }

  /** Refuses, before anything is made, a route that API Gateway would refuse at deployment. */
  public checkNew(key: RouteKey): void {
    if (this.rows.has(key.text)) {
      throw new SecureApiError(this.scope, {
        code: 'RouteDuplicate',
        problem: `route '${key.text}' has been added already`,
        rule: 'each method of a path must be one route',
      });
    }
    forEachVariable(key.segments, (parent, segment) => this.checkVariable(parent, segment, `route '${key.text}'`));
  }

  public add(row: RouteRow): void {
    this.rows.set(row.key.text, row);
    this.reserveVariables(row.key.segments);
  }

  /** Takes the place of a path parameter that something else than a route needs. */
  public reserveVariables(segments: readonly string[]): void {
    forEachVariable(segments, (parent, segment) => this.variables.set(parent, segment));
  }

  /** The methods of one path. */
  public methodsOf(path: string): readonly string[] {
    return this.all.filter((row) => row.key.path === path).map((row) => row.key.method);
  }

  /** The methods of all paths, each once. */
  public get allMethods(): readonly string[] {
    return [...new Set(this.all.map((row) => row.key.method))].sort();
  }

  private checkVariable(parent: string, segment: string, subject: string): void {
    const taken = this.variables.get(parent);
    if (taken === undefined || taken === segment) return;
    const byPreflight = taken === '{proxy+}' && parent === '';
    throw new SecureApiError(this.scope, {
      code: 'RouteVariableConflict',
      problem: `${subject} continues ${show(parent || '/')} with ${segment}, which continues with ${taken} already`,
      rule: byPreflight
        ? "API Gateway allows one parameter there, and the API's preflight has it: set 'cors.preflight: Preflight.PER_PATH', or begin the path with a fixed part"
        : 'API Gateway allows one parameter there: use the same name in every route',
    });
  }
}

function forEachVariable(segments: readonly string[], visit: (parent: string, segment: string) => void): void {
  let parent = '';
  for (const segment of segments) {
    if (segment.startsWith('{')) visit(parent, segment);
    parent += `/${segment}`;
  }
}
