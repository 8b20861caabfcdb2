import type { Promised } from '../view';

const API_KEY = 'AWS::ApiGateway::ApiKey';

export const tokenTierPromises: Promised[] = [
  {
    name: 'a key in a header counts for nothing: the authorizer names the key',
    of: (traits) => traits.tokenTiers,
    violations: (view) => {
      const source: unknown = view.only('AWS::ApiGateway::RestApi').Properties.ApiKeySourceType;
      return source === 'AUTHORIZER' ? [] : [String(source)];
    },
    break: (view) => {
      view.only('AWS::ApiGateway::RestApi').Properties.ApiKeySourceType = 'HEADER';
    },
  },
  {
    name: 'every key value begins with a secret that is generated, and no two are alike',
    of: (traits) => traits.tokenTiers,
    violations: (view) => {
      const [[secret, { Properties }]] = view.some('AWS::SecretsManager::Secret');
      const generated = Properties.GenerateSecretString?.PasswordLength >= 32 && Properties.SecretString === undefined;
      const values = view.some(API_KEY).map(([id, key]) => ({ id, text: view.text(key.Properties.Value) }));
      const begins = `{"Fn::Join":["",["{{resolve:secretsmanager:",{"Ref":"${secret}"},":SecretString:::}}-`;
      return [
        ...(generated ? [] : ['the secret is not generated']),
        ...values.filter(({ text }) => !text.startsWith(begins)).map(({ id }) => id),
        ...(new Set(values.map(({ text }) => text)).size === values.length ? [] : ['two keys have one value']),
      ];
    },
    break: (view) => {
      view.some(API_KEY)[0][1].Properties.Value = 'aValueThatSomebodyChose-acme';
    },
  },
  {
    name: 'the secret is encrypted by a key of the account',
    of: (traits) => traits.tokenTiers,
    violations: (view) =>
      view
        .some('AWS::SecretsManager::Secret')
        .flatMap(([id, { Properties }]) => (Properties.KmsKeyId === undefined ? [id] : [])),
    break: (view) => {
      delete view.some('AWS::SecretsManager::Secret')[0][1].Properties.KmsKeyId;
    },
  },
];
