import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Template } from 'aws-cdk-lib/assertions';
import { HandlerCode, handlerDirectory } from '../../../lib/private/handler-asset';
import { newStack, onlyResource } from '../../support/synth';

// Yarn's Plug'n'Play patches Node's file functions to look inside of zip files, but for the ones that Node runs natively.
jest.mock('fs', () => {
  const fs = jest.requireActual<Record<string, (...args: unknown[]) => unknown>>('fs');
  const natively =
    (name: string) =>
    (source: string, ...rest: unknown[]): unknown => {
      if (source.includes('lambda-dist')) {
        throw Object.assign(new Error(`ENOENT: no such file or directory, ${name} '${source}'`), { code: 'ENOENT' });
      }
      return fs[name](source, ...rest);
    };
  return { ...fs, cpSync: natively('cpSync') };
});

test.each(['jwt-authorizer', 'account-logging'])('the handler %s can come out of a zip file', (name) => {
  const stack = newStack();
  new lambda.Function(stack, 'F', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: new HandlerCode(name, () => ({ 'rules.json': '{}' })),
  });
  const assembly = App.of(stack)?.synth();
  const path = onlyResource(Template.fromStack(stack), 'AWS::Lambda::Function').Metadata['aws:asset:path'] as string;
  const bundle = readFileSync(join(handlerDirectory(name), 'index.mjs'), 'utf8');
  expect(readFileSync(join(assembly?.directory ?? '', path, 'index.mjs'), 'utf8')).toBe(bundle);
});
