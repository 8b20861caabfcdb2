import type { AwsEnvironment } from './aws-environment';
import { NO_VALUE } from './intrinsic-scope';
import { generatedId } from './generated-id';
import { unresolved } from './resolved-stack';

/** Value of a pseudo parameter. */
export function pseudoParameter(name: string, stackName: string, environment: AwsEnvironment): unknown {
  const { account, region, partition, urlSuffix } = environment;
  switch (name) {
    case 'AWS::AccountId':
      return account;
    case 'AWS::NoValue':
      return NO_VALUE;
    case 'AWS::Partition':
      return partition;
    case 'AWS::Region':
      return region;
    case 'AWS::StackId':
      return `arn:${partition}:cloudformation:${region}:${account}:stack/${stackName}/${generatedId.uuid(stackName)}`;
    case 'AWS::StackName':
      return stackName;
    case 'AWS::URLSuffix':
      return urlSuffix;
    // Given on the command line of a deployment.
    default:
      return unresolved(name);
  }
}
