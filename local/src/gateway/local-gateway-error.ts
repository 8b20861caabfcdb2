/** The gateway cannot start, or was asked for something that it does not have. */
export class LocalGatewayError extends Error {
  /** @param code stable, for programs */
  public constructor(
    public readonly code: string,
    message: string,
  ) {
    super(`${message} [${code}]`);
    this.name = 'LocalGatewayError';
  }
}
