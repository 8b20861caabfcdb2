import type { Invocation, PolicyDecision } from './policy-decision';

/** `arn:aws:execute-api:region:account:api/stage/METHOD/` and the path, which for the root is nothing. */
const ROOT = /^[^/]*\/[^/]*\/[^/]*\/$/;

/**
 * The ARNs that one request could be taken for: as the client wrote the path, without a slash at its end, and decoded.
 * The slash of the root is the path itself, so it stays.
 *
 * Routing takes them for one path; under which of them the service asks a policy is not verified.
 */
function spellings(methodArn: string): readonly string[] {
  const trimmed = ROOT.test(methodArn) ? methodArn : methodArn.replace(/\/$/, '');
  return [methodArn, trimmed, decoded(trimmed)];
}

/** A Deny of any spelling denies; an Allow must allow the path with and without a slash at its end. */
export function evaluateSpellings(
  invocation: Invocation,
  evaluate: (invocation: Invocation) => PolicyDecision,
): PolicyDecision {
  const [written, trimmed, plain] = spellings(invocation.methodArn).map((methodArn) =>
    evaluate({ ...invocation, methodArn }),
  );
  if ([written, trimmed, plain].includes('deny')) return 'deny';
  return written === 'allow' && trimmed === 'allow' ? 'allow' : 'neither';
}

function decoded(arn: string): string {
  try {
    return decodeURIComponent(arn);
  } catch {
    return arn;
  }
}
