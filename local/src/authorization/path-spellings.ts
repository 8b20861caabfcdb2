import type { Invocation, PolicyDecision } from './policy-decision';

/**
 * The ARNs that one request could be taken for: as the client wrote the path, without a slash at its end, and decoded.
 *
 * Routing takes them for one path; under which of them the service asks a policy is not verified.
 */
function spellings(methodArn: string): readonly string[] {
  const trimmed = methodArn.replace(/(?<=.)\/$/, '');
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
