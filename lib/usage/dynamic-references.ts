import type { Stack } from 'aws-cdk-lib';

/**
 * CloudFormation's own limit for a template.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export const MAX_DYNAMIC_REFERENCES = 60;

/** How many dynamic references the template of a stack holds, whoever wrote them; nested stacks have templates of their own. */
export function dynamicReferencesIn(stack: Stack): number {
  const template: unknown = (stack as unknown as { _toCloudFormation(): unknown })._toCloudFormation();
  return JSON.stringify(template).split('{{resolve:').length - 1;
}
