import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Template } from 'aws-cdk-lib/assertions';
import { HandlerCode, handlerDirectory } from '../../../lib/private/handler-asset';
import { newStack, onlyResource } from '../../support/synth';

function functionIn(stack: Stack, produce: () => { [file: string]: string }, id = 'F'): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: new HandlerCode('jwt-authorizer', produce),
  });
}

/** The synthesized asset of the stack's one function. */
function assetOf(stack: Stack): string {
  const assembly = App.of(stack)?.synth();
  const template = Template.fromStack(stack);
  const path = onlyResource(template, 'AWS::Lambda::Function').Metadata['aws:asset:path'] as string;
  return join(assembly?.directory ?? '', path);
}

test('the handler is built', () => {
  expect(existsSync(join(handlerDirectory('jwt-authorizer'), 'index.mjs'))).toBe(true);
});

test('the asset holds the handler and the files that came with it', () => {
  const stack = newStack();
  functionIn(stack, () => ({ 'rules.json': '{"a":1}', 'note.txt': 'b' }));
  const asset = assetOf(stack);
  const handler = readdirSync(handlerDirectory('jwt-authorizer'));
  expect(handler).toContain('index.mjs');
  expect(readdirSync(asset).sort()).toEqual([...handler, 'note.txt', 'rules.json'].sort());
  expect(readFileSync(join(asset, 'rules.json'), 'utf8')).toBe('{"a":1}');
  const bundle = readFileSync(join(handlerDirectory('jwt-authorizer'), 'index.mjs'), 'utf8');
  expect(readFileSync(join(asset, 'index.mjs'), 'utf8')).toBe(bundle);
});

test('the files are asked for at synth, and once', () => {
  const stack = newStack();
  let content = 'early';
  const produce = jest.fn(() => ({ 'rules.json': content }));
  functionIn(stack, produce);
  expect(produce).not.toHaveBeenCalled();
  content = 'late';
  expect(readFileSync(join(assetOf(stack), 'rules.json'), 'utf8')).toBe('late');
  expect(produce).toHaveBeenCalledTimes(1);
});

test('the function names the asset by its hash, which depends on the files', () => {
  const codeWith = (content: string): any => {
    const stack = newStack();
    functionIn(stack, () => ({ 'rules.json': content }));
    return onlyResource(Template.fromStack(stack), 'AWS::Lambda::Function').Properties.Code;
  };
  const [one, same, other] = ['1', '1', '2'].map(codeWith);
  expect(one.S3Key).toMatch(/^[0-9a-f]{64}\.zip$/);
  expect(one).toEqual(same);
  expect(one.S3Key).not.toBe(other.S3Key);
  expect(one.S3Bucket).toEqual(other.S3Bucket);
});

test('two functions of one stack keep their files apart', () => {
  const stack = newStack();
  functionIn(stack, () => ({ 'rules.json': '1' }), 'One');
  functionIn(stack, () => ({ 'rules.json': '2' }), 'Two');
  const functions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  expect(new Set(functions.map((resource) => resource.Properties.Code.S3Key as string)).size).toBe(2);
});

test('an error of the files reaches the caller', () => {
  const stack = newStack();
  functionIn(stack, () => {
    throw new Error('no rules');
  });
  expect(() => Template.fromStack(stack)).toThrow('no rules');
});

test('the metadata names what local tools look for', () => {
  const stack = newStack();
  functionIn(stack, () => ({}));
  expect(onlyResource(Template.fromStack(stack), 'AWS::Lambda::Function').Metadata).toMatchObject({
    'aws:asset:property': 'Code.S3Key',
    'aws:asset:is-bundled': false,
  });
});
