import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** What a snippet that is not a whole program may use. */
const FIXTURE = `
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Period } from 'aws-cdk-lib/aws-apigateway';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as route53 from 'aws-cdk-lib/aws-route53';
import {
  Access, ApiAuthorizer, ApiDomain, ApiGatewayAccountLogging, Firewall, Preflight, RequestBody, RouteTarget,
  SecureApiGateway, TlsPolicy, TokenIssuer, TokenTable, TokenUse, UsageIdentity,
} from 'cdk-secure-api-gateway';

export class Snippet extends Stack {
  public constructor() {
    super(new App({ analyticsReporting: false }), 'Readme');
    const stack = this;
    const fn = (name: string) => lambda.Function.fromFunctionName(stack, name, name);
    const [listOrders, createOrder, cancelOrder] = ['list', 'create', 'cancel'].map(fn);
    const userPool = cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-1_Pool00001');
    const web = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Web', 'webclient');
    const signOutRole = iam.Role.fromRoleName(stack, 'SignOut', 'sign-out');
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
      hostedZoneId: 'Z1', zoneName: 'example.com',
    });
    const authorizer = ApiAuthorizer.jwt({
      issuers: [TokenIssuer.oidc('https://login.example.com/', { audiences: ['https://orders.example.com'] })],
    });
    const given = () => {
      const api = new SecureApiGateway(stack, 'Given', { authorizer });
      api.addRoute('GET /given', RouteTarget.lambda(listOrders), { access: Access.authenticated() });
      return api;
    };
    void [Duration, Period, Template, ApiDomain, ApiGatewayAccountLogging, Firewall, Preflight, RequestBody, TlsPolicy];
    void [signOutRole, TokenTable, UsageIdentity, TokenUse, createOrder, cancelOrder, userPool, web, hostedZone];
    /* SNIPPET */
  }
}
`;

const PLAIN_API = `
    const restApi = new apigateway.RestApi(stack, 'Plain', { cloudWatchRole: false });
    const integration = new apigateway.MockIntegration();
`;

const snippets = [...README.matchAll(/^```ts\n(?<code>.*?)^```$/gms)].map(({ groups, index }) => ({
  line: README.slice(0, index).split('\n').length,
  code: groups!.code,
}));

function program(code: string): string {
  if (code.startsWith('import ')) return `${code}\nexport { stack };\n`;
  // A snippet that goes on with an API gets one that has a route already; one that only declares an API gets its route here.
  const usesApi = /\bapi\./.test(code) && !/const api\b/.test(code);
  const declares = /const api\b/.test(code) && !code.includes('addRoute');
  const plain = code.includes('restApi.root') ? PLAIN_API : 'void apigateway;\n';
  const before = usesApi ? 'const api = given();\n' : 'void given;\n';
  const after = declares
    ? "\napi.addRoute('GET /orders', RouteTarget.lambda(listOrders), { access: Access.authenticated() });"
    : '';
  return FIXTURE.replace('/* SNIPPET */', () => `${plain}${before}{\n${code}${after}\n}`);
}

/** In the repository, so that packages are found. */
const folder = mkdtempSync(join(ROOT, 'test', 'contract', '.readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = snippets.map(({ code, line }) => {
  const file = join(folder, `line-${line}.ts`);
  writeFileSync(file, program(code));
  return { line, file };
});

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  return { ...options, noUnusedLocals: false };
}

test('every snippet of the README compiles', () => {
  const program = ts.createProgram(
    files.map(({ file }) => file),
    compilerOptions(),
  );
  const faults = ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
    return `${relative(folder, diagnostic.file?.fileName ?? '')}: ${text}`;
  });
  expect(files.length).toBeGreaterThan(7);
  expect(faults).toEqual([]);
});

test.each(files)('the snippet of line $line runs', ({ file }) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- made a moment ago
  const made = require(file) as { stack?: Stack; Snippet?: new () => Stack };
  const stack = made.stack ?? new made.Snippet!();
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Method')).length).toBeGreaterThan(0);
});

test('the first snippet has fifteen lines', () => {
  expect(snippets[0].code.split('\n').filter((line) => line.trim()).length).toBeLessThanOrEqual(15);
});

test.each([...README.matchAll(/\]\((?!https?:)(?<target>[^)#]+)\)/g)].map(({ groups }) => groups!.target))(
  'the link to %s leads somewhere',
  (target) => {
    expect(ts.sys.fileExists(join(ROOT, target)) || ts.sys.directoryExists(join(ROOT, target))).toBe(true);
  },
);
