/** What the handler uses of the AWS SDK that is part of the Lambda runtime; the packages are not installed here. */
declare module '@aws-sdk/client-api-gateway' {
  export class APIGatewayClient {
    public constructor(config: { readonly maxAttempts: number });
    public send(
      command: GetAccountCommand | UpdateAccountCommand,
      options: { readonly abortSignal: AbortSignal },
    ): Promise<{ readonly cloudwatchRoleArn?: string }>;
  }
  export class GetAccountCommand {
    public constructor(input: Record<string, never>);
    private readonly getAccount;
  }
  export class UpdateAccountCommand {
    public constructor(input: {
      readonly patchOperations: readonly { readonly op: 'replace'; readonly path: string; readonly value: string }[];
    });
    private readonly updateAccount;
  }
}

declare module '@aws-sdk/client-iam' {
  export class IAMClient {
    public constructor(config: { readonly maxAttempts: number });
    public send(
      command: GetRoleCommand,
      options: { readonly abortSignal: AbortSignal },
    ): Promise<{ readonly Role?: { readonly Arn?: string } }>;
  }
  export class GetRoleCommand {
    public constructor(input: { readonly RoleName: string });
    private readonly getRole;
  }
}
