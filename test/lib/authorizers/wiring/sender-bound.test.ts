import { handWired } from './hand-wired';
import { WAYS } from './ways-to-wire';

const REFUSED = /the rule of 'POST \/payments' depends on who sends the token.*\[AuthorizerCacheUnsafe\]/;

describe.each(WAYS)('a rule about the sender behind an authorizer by %s', (_way, wire) => {
  test('is refused while decisions are cached', () => {
    const wired = handWired(true);
    wire(wired, 1);
    expect(() => wired.app.synth()).toThrow(REFUSED);
  });

  test('passes with a TTL of 0', () => {
    const wired = handWired(true);
    wire(wired, 0);
    expect(() => wired.app.synth()).not.toThrow();
  });
});
