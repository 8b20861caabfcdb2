import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../../../local/src/assembly/read-assembly';
import { WebAcl } from '../../../local/src/firewall/web-acl';
import { buildWebAcl } from '../../../local/src/firewall/web-acl-builder';
import { Access, Firewall, FirewallMode, RouteTarget, type StandardFirewallOptions } from '../../../lib';
import { newApp, newGateway, newStack } from '../../support/synth';
import { HeldClock, request } from './firewall-support';

interface Standard {
  readonly acl: WebAcl;
  readonly clock: HeldClock;
  readonly findings: ReturnType<typeof buildWebAcl>['findings'];
}

/** Our own library's web ACL, synthesized and read again. */
function standard(options: StandardFirewallOptions): Standard {
  const outdir = mkdtempSync(join(tmpdir(), 'firewall-'));
  const app = newApp({ outdir });
  const gateway = newGateway(newStack({}, app), { firewall: Firewall.standard(options) });
  gateway.addRoute('GET /a', RouteTarget.mock({ statusCode: 200 }), { access: Access.authenticated() });
  const { stack } = readAssembly(app.synth().directory);
  rmSync(outdir, { recursive: true });
  const association = stack.resources.find(({ type }) => type === 'AWS::WAFv2::WebACLAssociation');
  const built = buildWebAcl(stack, String(association?.properties.WebACLArn));
  const clock = new HeldClock();
  return { acl: new WebAcl(built.webAcl, clock), clock, findings: built.findings };
}

describe('the standard firewall of the library', () => {
  const { acl, clock, findings } = standard({ maxBodySize: 20_000, ipRateLimit: 50 });

  beforeEach(() => clock.advance(301_000));

  test('allows a normal request', () => {
    const normal = request({ method: 'POST', body: '{"sku":"a-1"}', headers: [['User-Agent', 'curl/8']] });
    expect(acl.inspect(normal)).toMatchObject({ action: 'allow', insertedHeaders: [], counted: [] });
    expect(acl.inspect(request({ body: 'x'.repeat(20_000) })).action).toBe('allow');
  });

  test.each([20_001, 32_768, 32_769, 200_000])('blocks a body of %i bytes', (size) => {
    expect(acl.inspect(request({ body: 'x'.repeat(size) }))).toMatchObject({
      action: 'block',
      rule: 'BodySize',
      labels: [expect.stringMatching(/^awswaf:\d{12}:webacl:[^:]+:body-too-large$/)],
    });
  });

  test('blocks a flood from one address until it is over, and nobody else', () => {
    const actions = Array.from({ length: 51 }, () => acl.inspect(request()).action);
    expect(actions.lastIndexOf('allow')).toBe(49);
    expect(acl.inspect(request())).toMatchObject({ action: 'block', rule: 'RatePerIp' });
    expect(acl.inspect(request({ sourceIp: '192.0.2.77' })).action).toBe('allow');
    clock.advance(300_000);
    expect(acl.inspect(request()).action).toBe('allow');
  });

  test('declares its managed rule groups and refuses nothing', () => {
    expect(findings.map(({ what, effect }) => [what, effect])).toEqual(
      ['AmazonIpReputationList', 'KnownBadInputsRuleSet', 'CommonRuleSet', 'SQLiRuleSet'].map((name) => [
        `managed rule group AWS/AWSManagedRules${name} is not simulated`,
        'declared',
      ]),
    );
  });
});

test('in count mode everything passes and is counted', () => {
  const { acl } = standard({ maxBodySize: 100, ipRateLimit: 10, mode: FirewallMode.COUNT });
  const large = request({ body: 'x'.repeat(101) });
  for (let index = 0; index < 10; index++) acl.inspect(large);
  expect(acl.inspect(large)).toMatchObject({ action: 'allow', counted: ['BodySize', 'RatePerIp'] });
});
