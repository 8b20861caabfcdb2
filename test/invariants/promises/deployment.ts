import { dependencyCycle } from '../../support/dependency-cycle';
import type { Promised, TemplateView } from '../view';

function outputs(view: TemplateView): string[] {
  return Object.keys(view.json.Outputs ?? {});
}

export const deploymentPromises: Promised[] = [
  {
    name: 'no resources wait for each other in a circle, which CloudFormation would refuse',
    violations: (view) => dependencyCycle(view.json) ?? [],
    break: (view) => {
      const [stage] = view.some('AWS::ApiGateway::Stage')[0];
      Object.assign(view.some('AWS::ApiGateway::Method')[0][1], { DependsOn: [stage] });
    },
  },
  {
    name: 'the URL is an output, and nothing else is',
    violations: (view) => (/^ApiEndpoint[0-9A-F]{8}$/.test(outputs(view).join()) ? [] : outputs(view)),
    break: (view) => Object.assign(view.json.Outputs ?? {}, { Secret: { Value: 'x' } }),
  },
];
