import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Access, RouteTarget, SecureApiGateway } from '../../lib';
import { dependencyCycle } from '../support/dependency-cycle';
import { newFunction } from '../support/synth';
import { buildStack, configurations } from './configurations';

/** The configuration, with one more route, whose function is told the API's URL. */
function templateWith(
  configuration: (typeof configurations)[number],
  url: (api: SecureApiGateway) => string,
): Template {
  const stack = buildStack(configuration, {});
  const api = stack.node.findAll().find((node) => node instanceof SecureApiGateway) as SecureApiGateway;
  const fn = newFunction(stack, 'Told');
  api.addRoute('GET /told', RouteTarget.lambda(fn), { access: Access.authenticated() });
  fn.addEnvironment('URL', url(api));
  return Template.fromStack(Stack.of(api));
}

test.each(configurations)('with $name, a function of a route can hold the URL', (configuration) => {
  expect(dependencyCycle(templateWith(configuration, (api) => api.url).toJSON())).toBeUndefined();
});

test('with the URL of the stage it could not', () => {
  const [first] = configurations;
  expect(() => templateWith(first, (api) => api.stage.urlForPath('/'))).toThrow('[DependencyCycle]');
});
