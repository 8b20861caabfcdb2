import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { SecureApiError, show } from '../private/errors';
import { hintForKey, hintForSegment } from './route-hints';

/** HTTP methods a route can have. `ANY` is never one; `OPTIONS` belongs to the API's preflight. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const METHODS_WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH'];

/** What API Gateway accepts as one part of a path, but for `$`, which a policy's resource would read as a variable. */
const FIXED_SEGMENT = /^[A-Za-z0-9._:-]+$/;
const PARAMETER_SEGMENT = /^\{([A-Za-z0-9._-]+)\}$/;
const CATCH_ALL_SEGMENT = /^\{([A-Za-z0-9._-]+)\+\}$/;

/**
 * Longest path of a route: an authorizer's answer names the route's ARN, which may have 512 characters, of which partition,
 * region, account, API id, stage and method take up to 112 with a stage name of up to 30.
 */
const MAX_PATH_LENGTH = 400;

/** A parsed route key, `METHOD /path/{parameter}`. */
export interface RouteKey {
  /** The route key as written. */
  readonly text: string;
  readonly method: string;
  readonly path: string;
  readonly segments: readonly string[];
  /** Names of the path parameters, the catch-all one included. */
  readonly pathParameters: readonly string[];
  readonly isCatchAll: boolean;
  /** Whether requests of this method carry a body by their nature (POST, PUT, PATCH). */
  readonly carriesBody: boolean;
}

function withHint(rule: string, hint: string | undefined): string {
  return hint === undefined ? rule : `${rule}; ${hint}`;
}

/** Parses and checks a route key; a wrong one is an error at once. */
export function parseRouteKey(at: IConstruct | string, text: string): RouteKey {
  const refuse = (code: 'RouteKeyInvalid' | 'RouteMethodNotAllowed' | 'RoutePathInvalid', rule: string): never => {
    throw new SecureApiError(at, { code, problem: `route key is ${show(text)}`, rule });
  };
  if (typeof text !== 'string' || Token.isUnresolved(text)) {
    refuse('RouteKeyInvalid', "it must be a literal string, 'METHOD /path', known when the app is synthesized");
  }
  const match = /^([A-Za-z]+) (\/\S*)$/.exec(text);
  if (!match) {
    return refuse(
      'RouteKeyInvalid',
      withHint("it must be 'METHOD /path', for example 'GET /orders/{orderId}'", hintForKey(text)),
    );
  }
  const [, method, path] = match;
  if (!(METHODS as readonly string[]).includes(method)) {
    refuse(
      'RouteMethodNotAllowed',
      withHint(
        `the method must be one of ${METHODS.join(', ')}; name each method that you serve instead of ANY, and let 'cors' answer OPTIONS`,
        (METHODS as readonly string[]).includes(method.toUpperCase())
          ? `write '${method.toUpperCase()} ${path}'`
          : undefined,
      ),
    );
  }
  const segments = path === '/' ? [] : path.slice(1).split('/');
  const pathParameters: string[] = [];
  segments.forEach((segment, index) => {
    const parameter = PARAMETER_SEGMENT.exec(segment)?.[1];
    const catchAll = CATCH_ALL_SEGMENT.exec(segment)?.[1];
    if (catchAll !== undefined && index < segments.length - 1) {
      refuse('RoutePathInvalid', `{${catchAll}+} must be the last part of the path`);
    }
    if (
      parameter === undefined &&
      catchAll === undefined &&
      !(FIXED_SEGMENT.test(segment) && !/^(\.+$|:)/.test(segment))
    ) {
      refuse(
        'RoutePathInvalid',
        withHint(
          `each part between slashes must be letters, digits or ._:-, or a parameter as {name}; ${show(segment)} is neither`,
          hintForSegment(segment),
        ),
      );
    }
    const name = parameter ?? catchAll;
    if (name !== undefined) {
      if (pathParameters.includes(name)) refuse('RoutePathInvalid', `it must name the parameter {${name}} once`);
      pathParameters.push(name);
    }
  });
  if (path.length > MAX_PATH_LENGTH) {
    refuse(
      'RoutePathInvalid',
      `the path must have at most ${MAX_PATH_LENGTH} characters, so that its ARN fits into a policy`,
    );
  }
  return {
    text,
    method,
    path,
    segments,
    pathParameters,
    isCatchAll: segments.some((segment) => CATCH_ALL_SEGMENT.test(segment)),
    carriesBody: METHODS_WITH_BODY.includes(method),
  };
}
