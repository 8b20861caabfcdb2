import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';

const DIRECTORY = join(__dirname, '..', '..', 'examples');
const files = readdirSync(DIRECTORY).filter((file) => file.endsWith('.ts'));

/** Runs an example as it stands, and gives the app that it made. */
function appOf(file: string): App {
  const apps: App[] = [];
  class RecordedApp extends cdk.App {
    public constructor() {
      super({ analyticsReporting: false });
      apps.push(this);
    }
  }
  jest.isolateModules(() => {
    jest.doMock(
      'aws-cdk-lib',
      () => new Proxy(cdk, { get: (target, name: keyof typeof cdk) => (name === 'App' ? RecordedApp : target[name]) }),
    );
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the example is a program, not a module
    require(join(DIRECTORY, file));
  });
  jest.dontMock('aws-cdk-lib');
  const [app] = apps;
  return app;
}

/** Hashes of code change with each build of a handler; everything else is what users deploy. */
function withoutHashes(template: object): unknown {
  return JSON.parse(
    JSON.stringify(template)
      .replaceAll(/[0-9a-f]{64}/g, '<asset>')
      .replaceAll(/(Deployment[0-9A-F]{8})[0-9a-f]{32}/g, '$1<hash>'),
  );
}

/** What CDK's own CloudFormation validation found. */
function reportOf(directory: string): { pluginReports: unknown[] } {
  return JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as { pluginReports: unknown[] };
}

test.each(files)('%s synthesizes without a finding, and to what it did before', (file) => {
  const assembly = appOf(file).synth();
  expect(reportOf(assembly.directory).pluginReports).toEqual([]);
  expect(assembly.stacks).toHaveLength(1);
  expect(withoutHashes(assembly.stacks[0].template)).toMatchSnapshot();
});

test('the validation is awake: it reports an authorizer that keeps decisions for too long', () => {
  const app = new cdk.App({ analyticsReporting: false });
  const stack = new cdk.Stack(app, 'Wrong');
  const { ref } = new apigateway.CfnRestApi(stack, 'Api', { name: 'wrong' });
  new apigateway.CfnAuthorizer(stack, 'Authorizer', {
    restApiId: ref,
    name: 'wrong',
    type: 'REQUEST',
    identitySource: 'context.path',
    authorizerResultTtlInSeconds: 3_601,
  });
  const report = reportOf(app.synth().directory);
  expect(JSON.stringify(report.pluginReports)).toContain('3601');
});

test('every example is in the table', () => {
  const table = readFileSync(join(DIRECTORY, 'README.md'), 'utf8');
  expect(files.filter((file) => !table.includes(`[${file}](${file})`))).toEqual([]);
});
