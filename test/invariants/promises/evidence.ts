import type { Promised } from '../view';

const STAGE = 'AWS::ApiGateway::Stage';
const LOG_GROUP = 'AWS::Logs::LogGroup';

export const evidencePromises: Promised[] = [
  {
    name: 'the access log is one line of JSON in which every value is quoted, of at most 3 KB',
    violations: (view) => {
      const format = String(view.only(STAGE).Properties.AccessLogSetting?.Format);
      const fields = Object.values(JSON.parse(format) as object);
      const wrong = fields.filter((value) => !/^\$context\.[A-Za-z.]+$/.test(String(value)));
      return [
        ...wrong.map(String),
        ...(Buffer.byteLength(format) <= 3072 ? [] : ['too long']),
        ...(format.includes('\n') ? ['several lines'] : []),
        ...['$context.requestId', '$context.extendedRequestId', '$context.tlsVersion', '$context.authorizer.error']
          .filter((field) => !fields.includes(field))
          .map((field) => `${field} is missing`),
      ];
    },
    break: (view) => {
      view.only(STAGE).Properties.AccessLogSetting.Format = '{"requestId":"$context.requestId"}';
    },
  },
  {
    name: 'the access log never holds a credential',
    violations: (view) => {
      const format = String(view.only(STAGE).Properties.AccessLogSetting.Format);
      return ['$context.identity.apiKey"', 'clientCertPem', 'Authorization', 'header.'].filter((text) =>
        format.includes(text),
      );
    },
    break: (view) => {
      view.only(STAGE).Properties.AccessLogSetting.Format = '{"key":"$context.identity.apiKey"}';
    },
  },
  {
    name: 'every method is logged without bodies, measured and throttled, those with settings of their own too',
    violations: (view) => {
      const settings: { [key: string]: unknown }[] = view.only(STAGE).Properties.MethodSettings;
      const all = settings.find((setting) => setting.HttpMethod === '*' && setting.ResourcePath === '/*');
      const wrong = settings.filter(
        (setting) =>
          setting.LoggingLevel !== 'ERROR' ||
          setting.DataTraceEnabled !== false ||
          setting.MetricsEnabled !== true ||
          !((setting.ThrottlingRateLimit as number) > 0) ||
          !((setting.ThrottlingBurstLimit as number) > 0),
      );
      return [...(all ? [] : ['no default']), ...wrong.map((setting) => String(setting.ResourcePath))];
    },
    break: (view) => {
      const settings = view.only(STAGE).Properties.MethodSettings;
      settings[settings.length - 1].DataTraceEnabled = true;
    },
  },
  {
    name: 'requests are traced',
    violations: (view) => (view.only(STAGE).Properties.TracingEnabled === true ? [] : ['off']),
    break: (view) => {
      view.only(STAGE).Properties.TracingEnabled = false;
    },
  },
  {
    name: 'every log group is encrypted and kept for a year',
    violations: (view) =>
      view.some(LOG_GROUP).flatMap(([id, { Properties: group }]) => {
        return group.KmsKeyId !== undefined && group.RetentionInDays === 365 ? [] : [id];
      }),
    break: (view) => {
      delete view.some(LOG_GROUP)[0][1].Properties.KmsKeyId;
    },
  },
  {
    name: 'a log group with a name that we choose is kept, and named by the id of something that is made with it',
    violations: (view) =>
      view.some(LOG_GROUP).flatMap(([id, { Properties: group, DeletionPolicy: policy }]) => {
        if (group.LogGroupName === undefined) return [];
        const owner = /"(?:Ref|Fn::GetAtt)":\[?"([A-Za-z0-9]+)"/.exec(view.text(group.LogGroupName))?.[1];
        const types = ['AWS::ApiGateway::RestApi', 'AWS::WAFv2::WebACL'];
        const named = owner !== undefined && types.includes(view.json.Resources[owner]?.Type);
        return named && policy === 'RetainExceptOnCreate' ? [] : [id];
      }),
    break: (view) => {
      const [, group] = view.some(LOG_GROUP).find(([, { Properties }]) => Properties.LogGroupName !== undefined)!;
      group.Properties.LogGroupName = 'API-Gateway-Execution-Logs_fixed/prod';
    },
  },
  {
    name: 'the execution log group is there before the stage',
    violations: (view) => {
      const stage = view.only(STAGE);
      const groups = view
        .some(LOG_GROUP)
        .filter(([, group]) => view.text(group.Properties.LogGroupName ?? '').includes('API-Gateway-Execution-Logs_'));
      return groups.length === 1 && stage.DependsOn?.includes(groups[0][0]) ? [] : groups.map(([id]) => id).concat('!');
    },
    break: (view) => {
      view.only(STAGE).DependsOn?.splice(0);
    },
  },
  {
    name: "the account's logging role is left alone",
    violations: (view) => view.all('AWS::ApiGateway::Account').map(([id]) => id),
    break: (view) => {
      Object.assign(view.json.Resources, { Account: { Type: 'AWS::ApiGateway::Account', Properties: {} } });
    },
  },
  {
    name: 'every key rotates, and nobody outside of the account may use it',
    of: (traits) => !traits.ownKey,
    violations: (view) =>
      view
        .some('AWS::KMS::Key')
        .flatMap(([id, { Properties: key }]) => [
          ...(key.EnableKeyRotation === true ? [] : [`${id} does not rotate`]),
          ...key.KeyPolicy.Statement.filter(
            (statement: { Effect: string; Principal: { AWS?: unknown } }) =>
              statement.Effect === 'Allow' && statement.Principal.AWS === '*',
          ).map(() => `${id} is public`),
        ]),
    break: (view) => {
      view.some('AWS::KMS::Key')[0][1].Properties.EnableKeyRotation = false;
    },
  },
  {
    name: 'every alarm reaches an encrypted topic that CloudWatch may publish to, over TLS only',
    violations: (view) => {
      const topics = new Map(view.some('AWS::SNS::Topic'));
      const policy = view.text(view.some('AWS::SNS::TopicPolicy').map(([, resource]) => resource.Properties));
      return [
        ...view.some('AWS::CloudWatch::Alarm').flatMap(([id, { Properties: alarm }]) => {
          const topic = topics.get(alarm.AlarmActions?.[0]?.Ref);
          return topic?.Properties.KmsMasterKeyId ? [] : [id];
        }),
        ...(policy.includes('"cloudwatch.amazonaws.com"') ? [] : ['CloudWatch may not publish']),
        ...(policy.includes('"aws:SecureTransport":"false"') ? [] : ['plain text is allowed']),
      ];
    },
    break: (view) => {
      delete view.some('AWS::CloudWatch::Alarm')[0][1].Properties.AlarmActions;
    },
  },
];
