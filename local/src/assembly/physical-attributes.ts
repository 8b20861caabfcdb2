import { generatedId } from './generated-id';
import { type PhysicalResource, rootResourceId } from './physical-ids';
import { isUnresolved, unresolved } from './resolved-stack';

/**
 * What `Fn::GetAtt` gives; marked as unresolved where the attribute is not known here.
 *
 * @param ref what `Ref` gives for the same resource
 */
export function physicalAttribute(resource: PhysicalResource, ref: string, attribute: string): unknown {
  const value = ATTRIBUTES.get(`${resource.type}.${attribute}`)?.(resource, ref);
  return value ?? unresolved(`${resource.logicalId}.${attribute}`);
}

type AttributeRule = (resource: PhysicalResource, ref: string) => string | undefined;

const same: AttributeRule = (_resource, ref) => ref;

/** ARN with the region and account; `place` goes behind them. */
const arn =
  (service: string, place: (ref: string) => string): AttributeRule =>
  ({ environment: { partition, region, account } }, ref) =>
    `arn:${partition}:${service}:${region}:${account}:${place(ref)}`;

/** ARN of IAM, which has no region. */
const iamArn =
  (kind: string): AttributeRule =>
  ({ environment: { partition, account }, property }, ref) => {
    const path = property('Path');
    return `arn:${partition}:iam::${account}:${kind}${typeof path === 'string' ? path : '/'}${ref}`;
  };

/** The Ref of WAF's resources is `name|id|scope`. */
const wafArn =
  (kind: string): AttributeRule =>
  ({ environment: { partition, region, account } }, ref) => {
    const [name, id, scope] = ref.split('|');
    if (isUnresolved(ref)) return undefined;
    const [place, level] = scope === 'CLOUDFRONT' ? ['us-east-1', 'global'] : [region, 'regional'];
    return `arn:${partition}:wafv2:${place}:${account}:${level}/${kind}/${name}/${id}`;
  };

const userPoolProvider: AttributeRule = ({ environment: { region, urlSuffix } }, ref) =>
  `cognito-idp.${region}.${urlSuffix}/${ref}`;

const tableStream: AttributeRule = (resource, ref) =>
  resource.property('StreamSpecification') === undefined
    ? undefined
    : arn('dynamodb', (table) => `table/${table}/stream/2020-01-01T00:00:00.000`)(resource, ref);

const ATTRIBUTES: ReadonlyMap<string, AttributeRule> = new Map<string, AttributeRule>([
  ['AWS::ApiGateway::ApiKey.APIKeyId', same],
  ['AWS::ApiGateway::Authorizer.AuthorizerId', same],
  ['AWS::ApiGateway::Deployment.DeploymentId', same],
  ['AWS::ApiGateway::RequestValidator.RequestValidatorId', same],
  ['AWS::ApiGateway::Resource.ResourceId', same],
  ['AWS::ApiGateway::RestApi.RestApiId', same],
  ['AWS::ApiGateway::RestApi.RootResourceId', (_resource, ref) => rootResourceId(ref)],
  ['AWS::ApiGateway::UsagePlan.Id', same],
  ['AWS::Cognito::UserPool.Arn', arn('cognito-idp', (ref) => `userpool/${ref}`)],
  ['AWS::Cognito::UserPool.ProviderName', userPoolProvider],
  ['AWS::Cognito::UserPool.ProviderURL', (resource, ref) => `https://${userPoolProvider(resource, ref) ?? ''}`],
  ['AWS::Cognito::UserPool.UserPoolId', same],
  ['AWS::Cognito::UserPoolClient.ClientId', same],
  ['AWS::DynamoDB::GlobalTable.Arn', arn('dynamodb', (ref) => `table/${ref}`)],
  ['AWS::DynamoDB::Table.Arn', arn('dynamodb', (ref) => `table/${ref}`)],
  ['AWS::DynamoDB::Table.StreamArn', tableStream],
  ['AWS::Events::EventBus.Arn', arn('events', (ref) => `event-bus/${ref}`)],
  ['AWS::Events::EventBus.Name', same],
  ['AWS::IAM::Role.Arn', iamArn('role')],
  ['AWS::IAM::Role.RoleId', ({ seed }) => `AROA${generatedId.lower(seed, 17).toUpperCase()}`],
  ['AWS::IAM::User.Arn', iamArn('user')],
  ['AWS::KMS::Key.Arn', arn('kms', (ref) => `key/${ref}`)],
  ['AWS::KMS::Key.KeyId', same],
  ['AWS::Lambda::Function.Arn', arn('lambda', (ref) => `function:${ref}`)],
  ['AWS::Lambda::Alias.AliasArn', same],
  ['AWS::Lambda::Version.FunctionArn', same],
  ['AWS::Lambda::Version.Version', () => '1'],
  ['AWS::Logs::LogGroup.Arn', arn('logs', (ref) => `log-group:${ref}:*`)],
  ['AWS::S3::Bucket.Arn', ({ environment: { partition } }, ref) => `arn:${partition}:s3:::${ref}`],
  ['AWS::S3::Bucket.DomainName', ({ environment: { urlSuffix } }, ref) => `${ref}.s3.${urlSuffix}`],
  [
    'AWS::S3::Bucket.RegionalDomainName',
    ({ environment: { region, urlSuffix } }, ref) => `${ref}.s3.${region}.${urlSuffix}`,
  ],
  ['AWS::SecretsManager::Secret.Id', same],
  ['AWS::SNS::Topic.TopicArn', same],
  ['AWS::SNS::Topic.TopicName', (_resource, ref) => ref.split(':').at(-1)],
  ['AWS::SQS::Queue.Arn', arn('sqs', (ref) => ref.split('/').at(-1) ?? ref)],
  ['AWS::SQS::Queue.QueueName', (_resource, ref) => ref.split('/').at(-1)],
  ['AWS::SQS::Queue.QueueUrl', same],
  ['AWS::StepFunctions::StateMachine.Arn', same],
  ['AWS::StepFunctions::StateMachine.Name', (_resource, ref) => ref.split(':').at(-1)],
  ...Object.entries({
    WebACL: 'webacl',
    IPSet: 'ipset',
    RegexPatternSet: 'regexpatternset',
    RuleGroup: 'rulegroup',
  }).flatMap(([kind, place]): [string, AttributeRule][] => [
    [`AWS::WAFv2::${kind}.Arn`, wafArn(place)],
    [`AWS::WAFv2::${kind}.Id`, (_resource, ref) => ref.split('|')[1]],
  ]),
]);
