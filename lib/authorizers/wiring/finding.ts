import type { CfnResource } from 'aws-cdk-lib';
import type { ErrorCode } from '../../private/errors';

/** What is wrong with an authorizer or a method in front of the function. */
export interface Finding {
  readonly resource: CfnResource;
  /** Where it is, for the message. */
  readonly place: string;
  /** An error's code, or the id of a warning. */
  readonly code?: ErrorCode;
  readonly warning?: string;
  readonly problem: string;
  readonly rule: string;
}
