import { event } from '../../fixtures';
import { CaseGroup } from '../hostile-case';
import { token } from '../world';

const good = token();
const ARN = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/';
const headers = (single: unknown, multiple: unknown = null) =>
  event(good, { headers: single, multiValueHeaders: multiple });
const authorization = (value: unknown) => headers({ Authorization: value });

export const requests = new CaseGroup('requests');
requests.refuse('no header', 'token_missing', headers({}));
requests.refuse('no headers at all', 'token_missing', headers(null));
requests.refuse('empty header', 'token_missing', authorization(''));
requests.refuse('header of another name', 'token_missing', headers({ 'X-Authorization': `Bearer ${good}` }));
requests.refuse('Proxy-Authorization', 'token_missing', headers({ 'Proxy-Authorization': `Bearer ${good}` }));
for (const [name, value] of Object.entries({
  Basic: `Basic ${good}`,
  'scheme only': 'Bearer',
  'scheme and space': 'Bearer ',
  'two spaces': `Bearer  ${good}`,
  tab: `Bearer\t${good}`,
  'leading space': ` Bearer ${good}`,
  'trailing space': `Bearer ${good} `,
  'no scheme': good,
  comma: `Bearer ${good}, Bearer ${good}`,
  'two schemes': `Bearer Bearer ${good}`,
  colon: `Bearer: ${good}`,
  'DPoP where none is asked for': `DPoP ${good}`,
  'no-break space': `Bearer\u00a0${good}`,
  'look-alike scheme': `Веarer ${good}`,
  number: 7,
  array: [`Bearer ${good}`],
})) {
  requests.refuse(name, 'token_malformed', authorization(value));
}
const value = `Bearer ${good}`;
requests.refuse('two cases of the name', 'token_malformed', headers({ Authorization: value, authorization: value }));
requests.refuse('two values', 'token_malformed', headers({ Authorization: value }, { Authorization: [value, value] }));
requests.refuse(
  'different values',
  'token_malformed',
  headers({ Authorization: value }, { Authorization: ['Bearer x'] }),
);
const twice = { Authorization: [value], AUTHORIZATION: [value] };
requests.refuse('two cases in the lists', 'token_malformed', headers(null, twice));

const unknownRoute = (name: string, changes: Record<string, unknown>): void =>
  requests.refuse(name, 'route_unknown', event(good, changes), 'deny');
unknownRoute('method of the event differs', { httpMethod: 'DELETE' });
unknownRoute('method of the ARN differs', { methodArn: `${ARN}DELETE/orders/42` });
unknownRoute('method of the context differs', {
  requestContext: { httpMethod: 'PUT', resourcePath: '/orders/{orderId}' },
});
unknownRoute('resource differs', { resource: '/admin' });
unknownRoute('no resource', { resource: undefined, requestContext: {} });
for (const path of [
  '/admin',
  '/__proto__',
  '/orders/{orderId}/',
  '/ORDERS/{orderId}',
  '/orders/{other}',
  '/{proxy+}',
]) {
  unknownRoute(`route ${path}`, { resource: path, requestContext: { httpMethod: 'GET', resourcePath: path } });
}
const file = (name: string) => ({
  resource: '/files/{name}',
  methodArn: `${ARN}GET/files/${name}`,
  requestContext: { httpMethod: 'GET', resourcePath: '/files/{name}' },
});
for (const name of ['*', 'a?', '${aws:username}', 'a*b', 'x'.repeat(600)]) {
  unknownRoute(`path ${name.slice(0, 20)}`, file(name));
}
for (const methodArn of ['', 'x', `${ARN}get/orders/42`, ARN, 'arn:aws:s3:::bucket/prod/GET/x', `${ARN}*/orders`]) {
  requests.refuse(`ARN '${methodArn}'`, 'internal', event(good, { methodArn }), 'failure');
}
requests.allow('once', authorization(value));
requests.allow('lower case scheme', authorization(`bearer ${good}`));
requests.allow('path without patterns', event(good, file('a')));
