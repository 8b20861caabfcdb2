import { isJsonObject, type JsonObject } from './json-file';
import type { StackSecrets } from './stack-secrets';

/**
 * Puts the values of secrets in where nothing prints them: values of API keys, and variables of functions. Everywhere else a
 * reference stays one.
 */
export function withSecrets(type: string, properties: JsonObject, secrets: StackSecrets): JsonObject {
  if (type === 'AWS::ApiGateway::ApiKey' && typeof properties.Value === 'string') {
    return { ...properties, Value: secrets.fill(properties.Value) };
  }
  const { Environment: environment } = properties;
  if (type !== 'AWS::Lambda::Function' || !isJsonObject(environment) || !isJsonObject(environment.Variables)) {
    return properties;
  }
  const variables = Object.entries(environment.Variables).map(([name, value]) => [
    name,
    typeof value === 'string' ? secrets.fill(value) : value,
  ]);
  return { ...properties, Environment: { ...environment, Variables: Object.fromEntries(variables) as JsonObject } };
}
