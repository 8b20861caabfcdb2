// Synthesizes the reference app, shows each of its routes with its protection, and serves it on the local gateway.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cdk = fileURLToPath(import.meta.resolve('aws-cdk/bin/cdk'));

const synth = spawnSync(process.execPath, [cdk, 'synth', '--quiet', '--no-notices', '--no-version-reporting'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'pipe'],
  encoding: 'utf8',
});
if (synth.status !== 0) {
  console.error(synth.stderr);
  process.exit(synth.status ?? 1);
}

const read = (file) => JSON.parse(readFileSync(`${root}/cdk.out/${file}`, 'utf8'));
const findings = read('validation-report.json').pluginReports;
const metadata = Object.values(read('Orders.metadata.json')).flat();
const all = (type) => metadata.filter((entry) => entry.type === type).map((entry) => entry.data);
const perSecond = ({ rateLimit, burstLimit }) => `${rateLimit}/s, burst ${burstLimit}`;
const [stageThrottle] = all('cdk-secure-api-gateway:throttle').map(perSecond);

const header = ['METHOD', 'PATH', 'ACCESS', 'BODY', 'API KEY', 'THROTTLE', 'PUBLIC BECAUSE'];
const rows = all('cdk-secure-api-gateway:route').map((route) => [
  route.method,
  route.path,
  route.access,
  route.body === 'json' ? 'json schema' : route.body,
  route.apiKeyRequired ? 'required' : '-',
  route.throttle ? perSecond(route.throttle) : `${stageThrottle} (stage)`,
  route.publicReason ?? '-',
]);
const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
const line = (cells) =>
  cells
    .map((cell, column) => cell.padEnd(widths[column]))
    .join('  ')
    .trimEnd();

console.log(`\nThe orders API: ${rows.length} routes, synthesized into cdk.out without an AWS account\n`);
console.log(line(header));
console.log(line(widths.map((width) => '-'.repeat(width))));
for (const row of rows) console.log(line(row));
console.log(`\nCloudFormation validation: ${findings.length === 0 ? 'no findings' : JSON.stringify(findings)}`);
if (findings.length > 0 || rows.length === 0) process.exit(1);

const tsx = fileURLToPath(import.meta.resolve('tsx/cli'));
const tour = spawnSync(process.execPath, [tsx, 'bin/tour/main.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(tour.status ?? 1);
