import { parseCommand } from '../../../local/src/cli/arguments';

test('serve takes the assembly and its options', () => {
  const words = ['serve', 'out', '--stack', 'Orders', '--api', 'Api1', '--stage', 'v2', '--port', '8443'];
  expect(parseCommand(words)).toEqual({
    type: 'serve',
    assembly: 'out',
    stack: 'Orders',
    api: 'Api1',
    stage: 'v2',
    port: 8443,
  });
  expect(parseCommand(['serve', 'out'])).toMatchObject({ type: 'serve', port: undefined });
});

test('what is assumed is named, each by itself', () => {
  const words = ['serve', 'out', '--assume', 'webAcl=allows', '--assume', 'mutualTls=verified'];
  expect(parseCommand(words)).toMatchObject({ assume: { webAcl: 'allows', mutualTls: 'verified' } });
  expect(parseCommand(['serve', 'out'])).not.toHaveProperty('assume');
});

test.each(['webAcl', 'webAcl=blocks', 'webAcl=allows=x', '=allows', '__proto__=allows', 'iam=allows', ''])(
  '%p cannot be assumed',
  (text) => {
    expect(parseCommand(['serve', 'out', '--assume', text])).toEqual({
      type: 'wrong',
      problem: `'${text}' cannot be assumed; what can is webAcl=allows, mutualTls=verified [AssumptionUnknown]`,
    });
  },
);

test.each([['--help'], ['-h'], ['serve', '--help']])('%p asks for help', (...words) => {
  expect(parseCommand(words)).toEqual({ type: 'help' });
});

test.each<[string[], string]>([
  [[], "the command must be 'serve', got ''"],
  [['start'], "the command must be 'serve', got 'start'"],
  [['serve'], 'name the folder of the cloud assembly, for example cdk.out'],
  [['serve', 'a', 'b'], "'b' is too much"],
  [['serve', 'a', '--port', '65536'], "'--port' must be a whole number from 0 to 65535, got '65536'"],
  [['serve', 'a', '--port', '-1'], 'argument is ambiguous'],
  [['serve', 'a', '--port', '80x'], "'--port' must be a whole number from 0 to 65535, got '80x'"],
  [['serve', 'a', '--prot', '80'], '--prot'],
])('%p is wrong', (words, problem) => {
  expect(parseCommand(words)).toEqual({ type: 'wrong', problem: expect.stringContaining(problem) });
});
