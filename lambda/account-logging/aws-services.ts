import type { AccountSettings, RoleDirectory } from './account-role';

/** A call that hangs must not keep CloudFormation waiting. */
const CALL_TIMEOUT_MS = 5_000;

/** The SDK's own retries are off: the handler waits longer, and reads the account's state anew each time. */
const CLIENT_CONFIG = { maxAttempts: 1 };

/** Loads the SDK that comes with the Lambda runtime; late, so that a failure is answered like any other. */
export async function connect(): Promise<{ account: AccountSettings; roles: RoleDirectory }> {
  const [gateway, iam] = await Promise.all([import('@aws-sdk/client-api-gateway'), import('@aws-sdk/client-iam')]);
  const gatewayClient = new gateway.APIGatewayClient(CLIENT_CONFIG);
  const iamClient = new iam.IAMClient(CLIENT_CONFIG);
  const limited = (): { abortSignal: AbortSignal } => ({ abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
  return {
    account: {
      readLoggingRole: async () => {
        const { cloudwatchRoleArn } = await gatewayClient.send(new gateway.GetAccountCommand({}), limited());
        return cloudwatchRoleArn;
      },
      writeLoggingRole: async (value) => {
        const patchOperations = [{ op: 'replace', path: '/cloudwatchRoleArn', value }] as const;
        await gatewayClient.send(new gateway.UpdateAccountCommand({ patchOperations }), limited());
      },
    },
    roles: {
      readRole: async (RoleName) => {
        const { Role } = await iamClient.send(new iam.GetRoleCommand({ RoleName }), limited());
        return Role?.Arn;
      },
    },
  };
}
