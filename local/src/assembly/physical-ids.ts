import type { AwsEnvironment } from './aws-environment';
import { generatedId } from './generated-id';

/** A resource, as far as its physical id depends on it. */
export interface PhysicalResource {
  /** Unique in the assembly. */
  readonly seed: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly environment: AwsEnvironment;
  /** A resolved property of the resource; undefined without one. */
  readonly property: (name: string) => unknown;
}

/** What `Ref` gives: the resource's name in the template, or an id of the shape that AWS would choose. */
export function physicalRef(resource: PhysicalResource): string {
  const { type, seed } = resource;
  const rule = REFS.get(type);
  if (rule !== undefined) return rule(resource, generatedId.lower(`${type} ${seed}`, 32));
  return named(resource, NAME_PROPERTIES.get(type));
}

/** Id of the root resource of a REST API. */
export function rootResourceId(apiId: string): string {
  return generatedId.lower(`${apiId} /`, 10);
}

/** The name that the template gives, or one as CloudFormation makes it. */
function named(resource: PhysicalResource, property?: string): string {
  const { type, stackName, logicalId, seed } = resource;
  const kind = type.split('::').at(-1) ?? '';
  for (const candidate of property === undefined ? [`${kind}Name`, 'Name'] : [property]) {
    const value = resource.property(candidate);
    if (typeof value === 'string' && value !== '') return value;
  }
  return generatedId.name(stackName, logicalId, seed);
}

/** Names whose property is not called after the type. */
const NAME_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::CloudWatch::Alarm', 'AlarmName'],
  ['AWS::Cognito::UserPoolDomain', 'Domain'],
  ['AWS::Cognito::UserPoolResourceServer', 'Identifier'],
  ['AWS::Cognito::UserPoolGroup', 'GroupName'],
  ['AWS::DynamoDB::GlobalTable', 'TableName'],
]);

type RefRule = (resource: PhysicalResource, id: string) => string;

const idOf =
  (length: number): RefRule =>
  (_resource, id) =>
    id.slice(0, length);
const nameOf =
  (property: string): RefRule =>
  (resource) =>
    named(resource, property);
const arnOf =
  (service: string, path: RefRule): RefRule =>
  (resource, id) => {
    const { partition, region, account } = resource.environment;
    return `arn:${partition}:${service}:${region}:${account}:${path(resource, id)}`;
  };

/** An ARN of the function, whether its property holds the name or an ARN. */
function functionArn(resource: PhysicalResource): string {
  const name = String(resource.property('FunctionName'));
  if (name.startsWith('arn:')) return name;
  return arnOf('lambda', () => `function:${name}`)(resource, '');
}

const REFS: ReadonlyMap<string, RefRule> = new Map<string, RefRule>([
  ['AWS::ApiGateway::ApiKey', idOf(10)],
  ['AWS::ApiGateway::Authorizer', idOf(6)],
  ['AWS::ApiGateway::ClientCertificate', idOf(6)],
  ['AWS::ApiGateway::Deployment', idOf(6)],
  ['AWS::ApiGateway::DomainName', nameOf('DomainName')],
  ['AWS::ApiGateway::Method', idOf(20)],
  ['AWS::ApiGateway::Model', (resource) => modelName(resource)],
  ['AWS::ApiGateway::RequestValidator', idOf(6)],
  ['AWS::ApiGateway::Resource', idOf(6)],
  ['AWS::ApiGateway::RestApi', idOf(10)],
  ['AWS::ApiGateway::Stage', nameOf('StageName')],
  ['AWS::ApiGateway::UsagePlan', idOf(6)],
  [
    'AWS::ApiGateway::UsagePlanKey',
    ({ property }) => `${String(property('KeyId'))}:${String(property('UsagePlanId'))}`,
  ],
  ['AWS::ApiGateway::VpcLink', idOf(10)],
  ['AWS::ApiGatewayV2::Api', idOf(10)],
  ['AWS::ApiGatewayV2::DomainName', nameOf('DomainName')],
  ['AWS::CertificateManager::Certificate', arnOf('acm', ({ seed }) => `certificate/${generatedId.uuid(seed)}`)],
  [
    'AWS::CloudFormation::Stack',
    arnOf('cloudformation', (resource) => `stack/${named(resource)}/${generatedId.uuid(resource.seed)}`),
  ],
  ['AWS::Cognito::UserPool', ({ environment, seed }) => `${environment.region}_${generatedId.mixed(seed, 9)}`],
  ['AWS::Cognito::UserPoolClient', idOf(26)],
  ['AWS::KMS::Key', ({ seed }) => generatedId.uuid(seed)],
  ['AWS::Lambda::Alias', (resource) => `${functionArn(resource)}:${String(resource.property('Name'))}`],
  ['AWS::Lambda::LayerVersion', arnOf('lambda', (resource) => `layer:${named(resource, 'LayerName')}:1`)],
  ['AWS::Lambda::Version', (resource) => `${functionArn(resource)}:1`],
  ['AWS::S3::Bucket', (resource) => named(resource, 'BucketName').toLowerCase()],
  ['AWS::SNS::Topic', arnOf('sns', (resource) => named(resource, 'TopicName'))],
  [
    'AWS::SQS::Queue',
    (resource) => {
      const { region, urlSuffix, account } = resource.environment;
      return `https://sqs.${region}.${urlSuffix}/${account}/${named(resource, 'QueueName')}`;
    },
  ],
  [
    'AWS::SecretsManager::Secret',
    arnOf('secretsmanager', (resource) => `secret:${named(resource, 'Name')}-${generatedId.mixed(resource.seed, 6)}`),
  ],
  [
    'AWS::StepFunctions::StateMachine',
    arnOf('states', (resource) => `stateMachine:${named(resource, 'StateMachineName')}`),
  ],
  ...['WebACL', 'IPSet', 'RegexPatternSet', 'RuleGroup'].map((kind): [string, RefRule] => [
    `AWS::WAFv2::${kind}`,
    (resource) => `${named(resource, 'Name')}|${generatedId.uuid(resource.seed)}|${String(resource.property('Scope'))}`,
  ]),
]);

/** A model's name holds letters and digits only. */
function modelName(resource: PhysicalResource): string {
  const name = resource.property('Name');
  return typeof name === 'string' ? name : generatedId.lower(`model ${resource.seed}`, 10);
}
