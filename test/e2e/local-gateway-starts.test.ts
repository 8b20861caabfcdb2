import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { readdirSync, rmSync, mkdtempSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

function mockApi(stack: Stack, id: string): void {
  const api = new apigateway.RestApi(stack, id);
  api.root.addMethod(
    'GET',
    new apigateway.MockIntegration({ requestTemplates: { 'application/json': '{"statusCode":200}' } }),
  );
}

/** A folder for temporary files of its own: other tests have theirs at the same time. */
const scratch = mkdtempSync(join(tmpdir(), 'starts-'));
const outerTmpdir = process.env.TMPDIR;
process.env.TMPDIR = scratch;
const leftovers = (): string[] => readdirSync(scratch).filter((name) => name.startsWith('secure-api-'));

const assemblies: Assembly[] = [];
function assembly(build: (stack: Stack) => void): string {
  const made = synthesize((app) => {
    const stack = new Stack(app, 'S');
    build(stack);
    return stack;
  });
  assemblies.push(made);
  return made.directory;
}

afterAll(() => {
  if (outerTmpdir === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = outerTmpdir;
  rmSync(scratch, { recursive: true });
  assemblies.forEach((made) => made.remove());
});

test('fails when the assembly does not exist', async () => {
  await expect(LocalGateway.start({ assembly: '/nowhere/cdk.out' })).rejects.toMatchObject({
    code: 'AssemblyMissing',
    message: expect.stringContaining('/nowhere/cdk.out'),
  });
});

test('fails when the folder is no assembly', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-assembly-'));
  writeFileSync(join(folder, 'manifest.json'), 'not json');
  await expect(LocalGateway.start({ assembly: folder })).rejects.toMatchObject({ code: 'JsonInvalid' });
  rmSync(folder, { recursive: true });
});

test('fails when no stack has a REST API', async () => {
  const directory = assembly((stack) => new sns.Topic(stack, 'Topic'));
  await expect(LocalGateway.start({ assembly: directory })).rejects.toThrow(/REST API/);
});

test('fails when there are two and none is chosen, and names both; a choice helps', async () => {
  const directory = assembly((stack) => {
    mockApi(stack, 'First');
    mockApi(stack, 'Second');
  });
  const error: Error = await LocalGateway.start({ assembly: directory }).then(
    async (gateway) => gateway.close().then(() => new Error('it started')),
    (thrown: Error) => thrown,
  );
  const ids = [...error.message.matchAll(/\b(?:First|Second)\w*/g)].map(([id]) => id);
  expect(ids).toEqual(expect.arrayContaining([expect.stringMatching(/^First/), expect.stringMatching(/^Second/)]));
  const gateway = await LocalGateway.start({ assembly: directory, api: ids[0] });
  expect(gateway.model.id).toBe(ids[0]);
  await gateway.close();
});

test('a template parameter without a default gets its value from the test', async () => {
  const directory = assembly((stack) => {
    const open = new CfnParameter(stack, 'Answer').valueAsString;
    const integration = new apigateway.MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode":200}' },
      integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': open } }],
    });
    new apigateway.RestApi(stack, 'Api').root.addMethod('GET', integration, {
      methodResponses: [{ statusCode: '200' }],
    });
  });
  const answers: [number, string][] = [];
  for (const parameters of [{ Answer: 'forty-two' }, undefined]) {
    const gateway = await LocalGateway.start({ assembly: directory, parameters });
    const response = await gateway.fetch('/');
    answers.push([response.status, await response.text()]);
    await gateway.close();
  }
  expect(answers).toEqual([
    [200, 'forty-two'],
    [501, expect.stringContaining('not known without AWS')],
  ]);
});

test('fails when the port is in use, and leaves nothing running', async () => {
  const directory = assembly((stack) => mockApi(stack, 'Api'));
  const other: Server = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const before = leftovers();
  await expect(LocalGateway.start({ assembly: directory, port })).rejects.toMatchObject({
    code: 'PortInUse',
    message: `port ${port} is in use; choose another, or 0 for any free one [PortInUse]`,
  });
  expect(leftovers()).toEqual(before);
  expect(before).toEqual([]);
  await new Promise((resolve) => other.close(resolve));
});

test('several gateways in one process know nothing of each other', async () => {
  const directory = assembly((stack) => mockApi(stack, 'Api'));
  const gateways = await Promise.all([1, 2].map(() => LocalGateway.start({ assembly: directory })));
  gateways[0].advance(3_600);
  await gateways[0].fetch('/');
  expect(gateways.map(({ log }) => log.all.length)).toEqual([1, 0]);
  expect(gateways[0].port).not.toBe(gateways[1].port);
  const files = gateways.map(({ certificateFile }) => certificateFile);
  await Promise.all(gateways.map((gateway) => gateway.close()));
  expect(files.map((file) => existsSync(file))).toEqual([false, false]);
});
