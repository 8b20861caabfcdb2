/** A word such as `token_expired`; anything else is not shown, because it might be the caller's text. */
const WORD = /^\w{1,64}$/;

/**
 * Why an authorizer decided as it did, if it says so: the member `reason` of a line of JSON, as the authorizer of
 * cdk-secure-api-gateway writes for each decision. API Gateway has no other way to get to know the reason of a 401.
 *
 * @param apiRequestId the line's `apiRequestId`, if it has one
 */
export function loggedReason(lines: readonly string[], apiRequestId: unknown): string | undefined {
  for (const line of [...lines].reverse()) {
    const { reason, apiRequestId: of = apiRequestId } = members(line);
    if (typeof reason === 'string' && WORD.test(reason) && of === apiRequestId) return reason;
  }
  return undefined;
}

function members(line: string): { readonly reason?: unknown; readonly apiRequestId?: unknown } {
  const start = line.indexOf('{');
  if (start < 0) return {};
  try {
    return JSON.parse(line.slice(start)) as object;
  } catch {
    return {};
  }
}
