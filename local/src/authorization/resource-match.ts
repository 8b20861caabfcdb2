import { isUnresolved } from '../assembly/resolved-stack';
import { every, some, type Truth } from './truth';
import { matchesWildcard } from './wildcard';

const SEGMENTS = 6;

/**
 * Whether an ARN is one of those that a policy's `Resource` names.
 *
 * IAM completes an ARN that ends early and compares each of its six parts by itself; a plain comparison of the whole
 * text is what many take it for. Where the two differ, the answer is unknown.
 */
export function matchesResource(patterns: string | readonly string[], arn: string): Truth {
  return some([patterns].flat().map((pattern) => matchesArn(pattern, arn)));
}

function matchesArn(pattern: string, arn: string): Truth {
  if (pattern === '*') return true;
  // A policy variable is another text in AWS.
  if (isUnresolved(pattern) || pattern.includes('${')) return 'unknown';
  const whole = matchesWildcard(pattern, arn);
  const wanted = segments(pattern);
  const bySegment = every(segments(arn).map((part, index) => matchesWildcard(wanted[index] ?? '*', part)));
  return whole === bySegment ? whole : 'unknown';
}

/** Colons after the fifth belong to the resource. */
function segments(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= SEGMENTS ? parts : [...parts.slice(0, SEGMENTS - 1), parts.slice(SEGMENTS - 1).join(':')];
}
