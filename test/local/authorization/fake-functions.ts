import type { FunctionInvoker, Invocation } from '../../../local/src/functions/function-invoker';

type Answer = (event: any) => Partial<Invocation> & Record<string, unknown>;

/** Functions that answer what a test says, and remember what they were asked. */
export class FakeFunctions implements FunctionInvoker {
  public readonly events: any[] = [];
  public readonly arns: string[] = [];

  public constructor(public answer: Answer) {}

  public async invoke(arn: string, event: unknown): Promise<Invocation> {
    this.arns.push(arn);
    // What reaches a function is JSON.
    const received: unknown = JSON.parse(JSON.stringify(event));
    this.events.push(received);
    return { requestId: `invocation-${this.events.length}`, ...this.answer(received) } as Invocation;
  }

  public async close(): Promise<void> {}
}

export function returning(payload: unknown): FakeFunctions {
  return new FakeFunctions(() => ({ outcome: 'returned', payload }));
}

/** An authorizer's output with one statement. */
export function output(effect: string, resource: unknown, rest: object = {}): object {
  return {
    principalId: 'user-17',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
    },
    ...rest,
  };
}
