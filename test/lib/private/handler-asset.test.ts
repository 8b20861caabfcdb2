import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Template } from 'aws-cdk-lib/assertions';
import { HandlerCode, handlerDirectory } from '../../../lib/private/handler-asset';
import { newApp, newStack, onlyResource } from '../../support/synth';

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
  return resolve(assembly?.directory ?? '', path);
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

describe('with staging off, as cdk synth --no-staging sets it', () => {
  const created: string[] = [];
  afterAll(() => created.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'no-staging-'));
    created.push(folder);
    return folder;
  }

  function appIn(outdir: string): App {
    return newApp({ outdir, context: { 'aws:cdk:disable-asset-staging': true } });
  }

  /** Synthesizes a stack with one function, and gives the folder that its metadata and the asset manifest name. */
  function synthesizedIn(outdir: string, content: string): string {
    const stack = newStack({}, appIn(outdir));
    functionIn(stack, () => ({ 'rules.json': content }));
    const asset = assetOf(stack);
    const manifest = JSON.parse(readFileSync(join(outdir, 'S.assets.json'), 'utf8')) as {
      files: { [hash: string]: { source: { path: string } } };
    };
    const sources = Object.values(manifest.files).map(({ source }) => resolve(outdir, source.path));
    expect(sources).toContain(asset);
    return asset;
  }

  function handlerFolders(outdir: string): string[] {
    return readdirSync(outdir).filter((name) => name.startsWith('secure-api-handler.'));
  }

  test('the folder of the asset is there when the assembly is read', () => {
    const asset = synthesizedIn(newFolder(), '{"a":1}');
    expect(readFileSync(join(asset, 'rules.json'), 'utf8')).toBe('{"a":1}');
    const bundle = readFileSync(join(handlerDirectory('jwt-authorizer'), 'index.mjs'), 'utf8');
    expect(readFileSync(join(asset, 'index.mjs'), 'utf8')).toBe(bundle);
  });

  test('the key of the asset is the one of a synthesis with staging', () => {
    const keyOf = (app: App): string => {
      const stack = newStack({}, app);
      functionIn(stack, () => ({ 'rules.json': 'same' }));
      return onlyResource(Template.fromStack(stack), 'AWS::Lambda::Function').Properties.Code.S3Key as string;
    };
    expect(keyOf(appIn(newFolder()))).toBe(keyOf(newApp()));
  });

  test('syntheses into one folder share what is equal, and keep apart what is not', () => {
    const outdir = newFolder();
    const [one, other, again] = ['1', '2', '1'].map((content) => synthesizedIn(outdir, content));
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    expect([one, other].map((asset) => readFileSync(join(asset, 'rules.json'), 'utf8'))).toEqual(['1', '2']);
    expect(handlerFolders(outdir)).toHaveLength(2);
  });

  test('what was changed in the folder since is written anew', () => {
    const outdir = newFolder();
    const asset = synthesizedIn(outdir, 'right');
    writeFileSync(join(asset, 'rules.json'), 'wrong');
    writeFileSync(join(asset, 'more.mjs'), '');
    expect(synthesizedIn(outdir, 'right')).toBe(asset);
    expect(readFileSync(join(asset, 'rules.json'), 'utf8')).toBe('right');
    expect(existsSync(join(asset, 'more.mjs'))).toBe(false);
  });

  test('two stacks, and a stage of CDK, find their own files', () => {
    const app = appIn(newFolder());
    const stacks = [new Stack(app, 'A'), new Stack(app, 'B'), new Stack(new Stage(app, 'Prod'), 'C')];
    for (const stack of stacks) functionIn(stack, () => ({ 'rules.json': stack.node.path }));
    const assembly = app.synth();
    const contents = [...assembly.stacks, ...assembly.getNestedAssembly('assembly-Prod').stacks].map((artifact) => {
      const fn = Object.values(artifact.template.Resources as { [id: string]: any }).find(
        ({ Type }) => Type === 'AWS::Lambda::Function',
      );
      const asset = resolve(artifact.assembly.directory, fn.Metadata['aws:asset:path'] as string);
      return readFileSync(join(asset, 'rules.json'), 'utf8');
    });
    expect(contents).toEqual(['A', 'B', 'Prod/C']);
  });

  test('the output folder can be a symbolic link', () => {
    const link = join(newFolder(), 'link');
    symlinkSync(newFolder(), link);
    expect(readFileSync(join(synthesizedIn(link, 'linked'), 'rules.json'), 'utf8')).toBe('linked');
  });
});

test.each([true, false])('nothing stays in the temporary folder (staging off: %s)', (off) => {
  const trash = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('cdk-secure-api-gateway-'));
  const before = new Set(trash());
  const stack = newStack({}, newApp({ context: { 'aws:cdk:disable-asset-staging': off || undefined } }));
  functionIn(stack, () => ({ 'rules.json': 'short-lived' }));
  assetOf(stack);
  expect(trash().filter((name) => !before.has(name))).toEqual([]);
});
