import { type CfnResource, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { describeFault, type Fault } from '../private/errors';
import { DependencyGraph } from './dependency-cycle';

/** Properties of `checkDependencyCycles`. */
export interface DependencyCycleProps {
  readonly api: apigateway.RestApi;
  readonly stage: apigateway.Stage;
  /** Whether all that the method waits for is named by the invocation role. */
  readonly waitsForRoleOnly: (method: IConstruct) => boolean;
}

/**
 * Finds, at synth, what CloudFormation finds at deployment only: a deployment waits for its methods, these for their functions,
 * and a function that names the stage waits for the deployment.
 */
export function checkDependencyCycles(scope: Construct, props: DependencyCycleProps): void {
  scope.node.addValidation({
    validate: () => {
      const cycle = findCycle(scope, props);
      if (!cycle) return [];
      const fault: Fault = {
        code: 'DependencyCycle',
        problem: `resources wait for each other in a circle: ${cycle.map(({ node }) => node.path).join(' -> ')}`,
        rule:
          "what the API's routes call must not name its stage or its methods: use 'url' of SecureApiGateway, or the id of the " +
          'REST API and the stage name as you wrote it, which wait for neither',
      };
      return [`${describeFault(fault)} (at ${scope.node.path}) [${fault.code}]`];
    },
  });
}

function findCycle(
  scope: Construct,
  { api, stage, waitsForRoleOnly }: DependencyCycleProps,
): CfnResource[] | undefined {
  const deployment = api.latestDeployment?.node.defaultChild as CfnResource;
  const methods = api.node.findAll().filter((node) => node instanceof apigateway.CfnMethod && !waitsForRoleOnly(node));
  const authorizers = scope.node.findAll().filter((node) => node instanceof apigateway.CfnAuthorizer);
  // It names every function that is invoked by its leave, and the deployment waits for it.
  const policies = scope.node.findAll().filter((node) => node instanceof iam.CfnManagedPolicy);
  const graph = new DependencyGraph(
    new Map<CfnResource, CfnResource[]>([
      [stage.node.defaultChild as CfnResource, [deployment]],
      [deployment, [...policies, ...authorizers, ...methods] as CfnResource[]],
    ]),
  );
  const starts = [deployment];
  for (let { nestedStackResource, nestedStackParent } = Stack.of(scope); nestedStackResource && nestedStackParent;) {
    starts.push(nestedStackResource);
    ({ nestedStackResource, nestedStackParent } = nestedStackParent);
  }
  for (const start of starts) {
    const cycle = graph.cycleFrom(start);
    if (cycle) return cycle;
  }
  return undefined;
}
