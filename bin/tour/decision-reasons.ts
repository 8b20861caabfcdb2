/** Why the authorizer decided as it did: the client is not told, but its log says so, request by request. */
export class DecisionReasons {
  private readonly reasons = new Map<string, string>();

  /** Takes lines of all functions; those of the authorizer's decisions are JSON with the API's request id. */
  public readonly listen = (_functionName: string, line: string): void => {
    const { apiRequestId, reason } = parsed(line);
    if (typeof apiRequestId === 'string' && typeof reason === 'string') this.reasons.set(apiRequestId, reason);
  };

  /** The reason for a request; the log may come a moment after the answer. */
  public async of(requestId: string): Promise<string | undefined> {
    for (let turns = 0; turns < 20 && !this.reasons.has(requestId); turns += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.reasons.get(requestId);
  }
}

function parsed(line: string): { readonly apiRequestId?: unknown; readonly reason?: unknown } {
  try {
    return (JSON.parse(line) ?? {}) as object;
  } catch {
    return {};
  }
}
