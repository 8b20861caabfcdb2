import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { OrdersStack } from '../../bin/orders-stack';
import * as corsHelper from '../../lib/handlers/cors';
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
  const [, code, ...more] = snippets('README.md', 'js');
  expect(more).toEqual([]);
  const { gateway, response } = await run(code);
  expect(response.status).toBe(403);
  expect(gateway.log.last).toMatchObject({ layer: 'authorizer', path: '/tenants/globex/orders' });
});

test("what the README says of a handler's CORS headers is what it returns", async () => {
  const [code] = snippets('README.md', 'js');
  const module = { exports: {} as Record<string, (event: object) => Promise<{ headers: object }>> };
  const load = (name: string): unknown => {
    expect(name).toBe('cdk-secure-api-gateway/lib/handlers/cors.js');
    return corsHelper;
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  new Function('require', 'exports', code)(load, module.exports);
  const headersFor = async (origin: string): Promise<object> =>
    (await module.exports.handler({ headers: { origin } })).headers;
  const allowed = 'https://eu.shop.example.com';

  expect(await headersFor(allowed)).toMatchObject({ 'Access-Control-Allow-Origin': allowed });
  expect(await headersFor('https://eu.shop.example.org')).not.toHaveProperty('Access-Control-Allow-Origin');
});

test("what the local gateway's README says is what happens", async () => {
  const [code, ...more] = snippets('local/README.md', 'ts');
  expect(more).toEqual([]);
  const { gateway, response } = await run(code);
  expect(response.status).toBe(200);
  expect(gateway.log.last).toMatchObject({ layer: 'integration', status: 200 });
});
