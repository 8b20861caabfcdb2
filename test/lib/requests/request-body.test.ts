import { CfnParameter } from 'aws-cdk-lib';
import { RequestBody } from '../../../lib';
import { newStack } from '../../support/synth';

const schema = { type: 'object' };

test('is JSON with a schema and a description', () => {
  const body = RequestBody.json(schema, { description: 'An order' });
  expect([body._kind, body._schema, body._reason, body._description]).toEqual(['json', schema, undefined, 'An order']);
  expect(RequestBody.json(schema)._description).toBeUndefined();
});

test('is anything, with a reason', () => {
  const body = RequestBody.unvalidated('an image');
  expect([body._kind, body._schema, body._reason]).toEqual(['unvalidated', undefined, 'an image']);
});

test('is nothing', () => {
  const body = RequestBody.none();
  expect([body._kind, body._schema, body._reason]).toEqual(['none', undefined, undefined]);
});

test('can be anything for a reason that is a token', () => {
  const reason = new CfnParameter(newStack(), 'Reason').valueAsString;
  expect(RequestBody.unvalidated(reason)._reason).toBe(reason);
});

test.each<[unknown, string]>([
  ['', '""'],
  ['  ', '"  "'],
  [undefined, 'undefined'],
])('fails when anything is allowed for the reason %p', (reason, shown) => {
  expect(() => RequestBody.unvalidated(reason as string)).toThrow(
    `'reason' is ${shown}; it must say why the protection is not needed here (at RequestBody.unvalidated()) [ReasonMissing]`,
  );
});
