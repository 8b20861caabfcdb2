import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, Firewall, RouteTarget, type SecureApiGatewayProps } from '../../../lib';
import { newApp, newGateway, newStack, propertiesOf } from '../../support/synth';

interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly LogGroupName?: unknown };
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

const KEPT = ['Retain', 'RetainExceptOnCreate'];

/** What CloudFormation does with names: a resource gets a physical id when it is made, and kept groups hold their names. */
class Deployments {
  private readonly ids = new Map<string, string>();
  private readonly groups = new Map<string, { name: string; deletionPolicy?: string; replacePolicy?: string }>();
  private readonly taken = new Set<string>();
  private made = 0;

  /** Deploys a template; `fails` rolls it back when everything new has been made. */
  public deploy(resources: { [id: string]: Resource }, fails = false): void {
    const [idsBefore, groupsBefore] = [new Map(this.ids), new Map(this.groups)];
    for (const id of Object.keys(resources)) if (!this.ids.has(id)) this.ids.set(id, `physical-${++this.made}`);
    const removals: [name: string, policy?: string][] = [];
    const created: [name: string, policy?: string][] = [];
    for (const [id, { Type, Properties, DeletionPolicy, UpdateReplacePolicy }] of Object.entries(resources)) {
      if (Type !== 'AWS::Logs::LogGroup') continue;
      const name = this.nameOf(id, Properties?.LogGroupName);
      const before = this.groups.get(id);
      if (before?.name === name) continue;
      if (this.taken.has(name)) throw new Error(`${name} already exists`);
      this.taken.add(name);
      created.push([name, before ? UpdateReplacePolicy : DeletionPolicy]);
      if (before) removals.push([before.name, before.replacePolicy]);
      this.groups.set(id, { name, deletionPolicy: DeletionPolicy, replacePolicy: UpdateReplacePolicy });
    }
    if (fails) {
      for (const [name, policy] of created) if (policy !== 'Retain') this.taken.delete(name);
      this.restore(idsBefore, groupsBefore);
      return;
    }
    for (const [id, { name, deletionPolicy }] of this.groups)
      if (!(id in resources)) removals.push([name, deletionPolicy]);
    for (const [name, policy] of removals) if (!KEPT.includes(String(policy))) this.taken.delete(name);
    for (const map of [this.ids, this.groups]) for (const id of map.keys()) if (!(id in resources)) map.delete(id);
  }

  /** Names of the groups with a prefix, in the stack or kept. */
  public existing(prefix: string): string[] {
    return [...this.taken].filter((name) => name.startsWith(prefix));
  }

  private restore(ids: Map<string, string>, groups: Deployments['groups']): void {
    for (const [map, before] of [
      [this.ids, ids],
      [this.groups, groups],
    ] as [Map<string, unknown>, Map<string, unknown>][]) {
      map.clear();
      for (const [id, value] of before) map.set(id, value);
    }
  }

  private nameOf(logicalId: string, name: unknown): string {
    if (name === undefined) return `generated-${this.ids.get(logicalId)}`;
    if (typeof name === 'string') return name;
    const parts = (name as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
    return parts
      .map((part) => {
        if (typeof part === 'string') return part;
        const { Ref: ref, 'Fn::GetAtt': attribute } = part as { Ref?: string; 'Fn::GetAtt'?: string[] };
        return this.ids.get(ref ?? String(attribute?.[0])) ?? 'unknown';
      })
      .join('');
  }
}

function resourcesWith(props: Partial<SecureApiGatewayProps>): { [id: string]: Resource } {
  const stack = new Stack(newApp(), 'S');
  newGateway(stack, props).addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), {
    access: Access.authenticated(),
  });
  return Template.fromStack(stack).toJSON().Resources;
}

const on = resourcesWith({});
const off = resourcesWith({ firewall: Firewall.none('a quiet week') });
const beta = resourcesWith({ stageName: 'beta' });
const gamma = resourcesWith({ stageName: 'gamma' });

const WAF = 'aws-waf-logs-';
const EXECUTION = 'API-Gateway-Execution-Logs_';

test.each<[string, { [id: string]: Resource }[], number, number]>([
  ['the firewall goes off, on, off and on again', [on, off, on, off, on], 3, 1],
  ['a stage gets its old name back', [on, beta, on], 1, 3],
  ['a stage goes through several names', [beta, gamma, beta, on, gamma], 1, 5],
  ['the stack is deleted and made again', [on, {}, on], 2, 2],
  ['nothing changes', [on, on], 1, 1],
])('logs come back, and all are kept, when %s', (_what, templates, firewallLogs, executionLogs) => {
  const deployments = new Deployments();
  for (const template of templates) deployments.deploy(template);
  expect(deployments.existing(WAF)).toHaveLength(firewallLogs);
  expect(deployments.existing(EXECUTION)).toHaveLength(executionLogs);
});

test.each<[string, { [id: string]: Resource }[], { [id: string]: Resource }]>([
  ['the first one', [], on],
  ['one that turns the firewall on', [off], on],
  ['one that renames the stage', [on], beta],
  ['one that names the stage as before', [on, beta], on],
])('a deployment that failed can be tried again: %s', (_what, before, template) => {
  const deployments = new Deployments();
  for (const earlier of before) deployments.deploy(earlier);
  for (let attempt = 0; attempt < 2; attempt++) deployments.deploy(template, true);
  expect(() => deployments.deploy(template)).not.toThrow();
});

test('the simulation finds a name that is taken (control)', () => {
  const fixed = {
    Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'aws-waf-logs-fixed' }, DeletionPolicy: 'Retain' },
  };
  const deployments = new Deployments();
  deployments.deploy(fixed);
  deployments.deploy({});
  expect(() => deployments.deploy(fixed)).toThrow('aws-waf-logs-fixed already exists');
});

test('a stage of the default name, written or not, is that of the same API', () => {
  expect(resourcesWith({ stageName: 'prod' })).toEqual(on);
});

test("a stage's API keeps its id when the stack moves within the app", () => {
  const idIn = (constructId: string): string[] => {
    const stack = new Stack(new App(), constructId, { stackName: 'fixed' });
    newGateway(stack, { stageName: 'v1' }).addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), {
      access: Access.authenticated(),
    });
    return Object.keys(propertiesOf(Template.fromStack(stack), 'AWS::ApiGateway::RestApi'));
  };
  expect(idIn('One')).toEqual(idIn('Two'));
});

test('two stage names that differ by a sign make two APIs', () => {
  const idsOf = (stageName: string): string[] => {
    const stack = newStack();
    newGateway(stack, { stageName }).addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), {
      access: Access.authenticated(),
    });
    return Object.keys(propertiesOf(Template.fromStack(stack), 'AWS::ApiGateway::RestApi'));
  };
  const ids = ['v1', 'v-1', 'v_1', 'V1'].flatMap(idsOf);
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]{1,255}$/);
});
