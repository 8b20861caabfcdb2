import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';

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

test.each(files)('%s synthesizes without a finding, and to what it did before', (file) => {
  const assembly = appOf(file).synth();
  const report = JSON.parse(readFileSync(join(assembly.directory, 'validation-report.json'), 'utf8'));
  expect(report.pluginReports).toEqual([]);
  expect(assembly.stacks).toHaveLength(1);
  expect(withoutHashes(assembly.stacks[0].template)).toMatchSnapshot();
});

test('every example is in the table', () => {
  const table = readFileSync(join(DIRECTORY, 'README.md'), 'utf8');
  expect(files.filter((file) => !table.includes(`[${file}](${file})`))).toEqual([]);
});
