import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { OrdersStack } from '../../bin/orders-stack';
import { LocalGateway } from '../../local/src';
import { type Assembly, synthesize } from '../support/assembly';

const ROOT = join(__dirname, '..', '..');

function snippets(file: string, language: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const fences = new RegExp(`^\`\`\`${language}\\n(?<code>.*?)^\`\`\`$`, 'gms');
  return [...text.matchAll(fences)].map(({ groups }) => groups!.code);
}

let assembly: Assembly;

beforeAll(() => {
  assembly = synthesize((app) => new OrdersStack(app, 'Orders'));
}, 60_000);

afterAll(() => assembly?.remove());

/** Runs a snippet over the reference app and gives back its variables. */
async function run(code: string): Promise<{ gateway: LocalGateway; response: Response }> {
  const body = code.replace(/^import .*$/gm, '').replace(/assembly: 'cdk\.out'/, 'assembly');
  expect(body).toContain('{ assembly');
  const source = `return (async () => {${body}; return { gateway, response }; })()`;
  const { outputText, diagnostics } = ts.transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  expect(diagnostics?.filter(({ code: number }) => number !== 1108)).toEqual([]);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const compiled = new Function('LocalGateway', 'expect', 'assembly', outputText);
  return compiled(LocalGateway, expect, assembly.directory);
}

test('what the README says of attacking a stack is what happens', async () => {
  const [code, ...more] = snippets('README.md', 'js');
  expect(more).toEqual([]);
  const { gateway, response } = await run(code);
  expect(response.status).toBe(403);
  expect(gateway.log.last).toMatchObject({ layer: 'authorizer', path: '/tenants/globex/orders' });
});

test("what the local gateway's README says is what happens", async () => {
  const [code, ...more] = snippets('local/README.md', 'ts');
  expect(more).toEqual([]);
  const { gateway, response } = await run(code);
  expect(response.status).toBe(200);
  expect(gateway.log.last).toMatchObject({ layer: 'integration', status: 200 });
});
