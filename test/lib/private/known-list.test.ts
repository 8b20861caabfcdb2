import { CfnParameter, Token } from 'aws-cdk-lib';
import { ApiAuthorizer, TokenIssuer } from '../../../lib';
import { importedFunction, newGateway, newStack } from '../../support/synth';

function tokenList(): string[] {
  return new CfnParameter(newStack(), 'List', { type: 'CommaDelimitedList' }).valueAsList;
}

const rule = 'is a list that is unknown until deployment; write the list; its members may be tokens';

test.each(['allowOrigins', 'allowHeaders', 'exposeHeaders'])('fails when cors.%s is itself a token', (name) => {
  const cors = { allowOrigins: ['https://shop.example.com'], [name]: tokenList() };
  expect(() => newGateway(newStack(), { cors })).toThrow(`'cors.${name}' ${rule} (at S/Api) [ListUnresolved]`);
});

test('fails when identityHeaders is itself a token', () => {
  const stack = newStack();
  const authorizer = ApiAuthorizer.lambda(importedFunction(stack, 'own'), { identityHeaders: tokenList() });
  expect(() => newGateway(stack, { authorizer })).toThrow(`'identityHeaders' ${rule} (at S/Api/Authorizer)`);
});

test('fails when algorithms is itself a token', () => {
  const algorithms = tokenList() as never;
  expect(() => TokenIssuer.oidc('https://login.example.com', { audiences: ['a'], algorithms })).toThrow(
    `'algorithms' ${rule} (at TokenIssuer.oidc()) [ListUnresolved]`,
  );
});

test('tokens in a list pass', () => {
  const origin = Token.asString({ Ref: 'Origin' });
  expect(() => newGateway(newStack(), { cors: { allowOrigins: [origin], allowHeaders: [origin] } })).not.toThrow();
});
