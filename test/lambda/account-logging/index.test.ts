import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handler } from '../../../lambda/account-logging';
import { createEvent, NO_SUCH_ENTITY, OURS } from './fixtures';

const DEAD = OURS.replace('ours', 'path/dead');
const mockSent: unknown[] = [];

function mockClient(answers: Record<string, () => unknown>): unknown {
  return class {
    public constructor(private readonly config: unknown) {}
    public send(command: object, options: { abortSignal?: AbortSignal }): Promise<unknown> {
      const bounded = options.abortSignal instanceof AbortSignal;
      mockSent.push({ ...command, command: command.constructor.name, config: this.config, bounded });
      return Promise.resolve().then(answers[command.constructor.name]);
    }
  };
}

function mockCommand(name: string): unknown {
  const command = class {
    public constructor(public readonly input: unknown) {}
  };
  Object.defineProperty(command, 'name', { value: name });
  return command;
}

// The SDK is part of the Lambda runtime only.
jest.mock(
  '@aws-sdk/client-api-gateway',
  () => ({
    APIGatewayClient: mockClient({
      GetAccountCommand: () => ({ cloudwatchRoleArn: DEAD }),
      UpdateAccountCommand: () => ({}),
    }),
    GetAccountCommand: mockCommand('GetAccountCommand'),
    UpdateAccountCommand: mockCommand('UpdateAccountCommand'),
  }),
  { virtual: true },
);
jest.mock(
  '@aws-sdk/client-iam',
  () => ({
    IAMClient: mockClient({
      GetRoleCommand: () => {
        throw NO_SUCH_ENTITY;
      },
    }),
    GetRoleCommand: mockCommand('GetRoleCommand'),
  }),
  { virtual: true },
);

test('the parts put together replace a dead role and tell CloudFormation', async () => {
  const bodies: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation();
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
    request.on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const ResponseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await handler({ ...createEvent(), ResponseURL });
    expect(log).toHaveBeenCalledTimes(1);
    expect(log.mock.calls[0][0]).toContain('"status":"SUCCESS"');
  } finally {
    server.closeAllConnections();
    server.close();
    log.mockRestore();
  }
  const shared = { config: { maxAttempts: 1 }, bounded: true };
  expect(mockSent).toEqual([
    { command: 'GetAccountCommand', input: {}, ...shared },
    { command: 'GetRoleCommand', input: { RoleName: 'dead' }, ...shared },
    {
      command: 'UpdateAccountCommand',
      input: { patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: OURS }] },
      ...shared,
    },
  ]);
  expect(JSON.parse(bodies.join(''))).toMatchObject({ Status: 'SUCCESS', Data: { Managed: 'this', RoleArn: OURS } });
});
