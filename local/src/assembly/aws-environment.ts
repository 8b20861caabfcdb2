/** Where a stack is deployed. */
export interface AwsEnvironment {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** `amazonaws.com`, with `.cn` in China. */
  readonly urlSuffix: string;
}

/** AWS's own account number of examples, and the region that it takes without a choice. */
const DEFAULTS = { account: '123456789012', region: 'us-east-1' };

/**
 * @param account 12 digits; 123456789012 where nobody says
 * @param region us-east-1 where nobody says
 */
export function awsEnvironment(account = DEFAULTS.account, region = DEFAULTS.region): AwsEnvironment {
  const china = region.startsWith('cn-');
  const partition = china ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return { account, region, partition, urlSuffix: china ? 'amazonaws.com.cn' : 'amazonaws.com' };
}

export function sameEnvironment(a: AwsEnvironment, b: AwsEnvironment): boolean {
  return a.account === b.account && a.region === b.region;
}
