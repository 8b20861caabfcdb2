import { generatedPassword } from './generated-secret';
import { isJsonObject, type JsonObject } from './json-file';
import { isUnresolved } from './resolved-stack';

/**
 * What a secret holds: the text of the template, or one that is made now; undefined if only AWS knows.
 *
 * @param properties resolved properties of an `AWS::SecretsManager::Secret`
 */
export function secretValue({ SecretString: text, GenerateSecretString: settings }: JsonObject): string | undefined {
  if (text !== undefined) {
    const known = settings === undefined && typeof text === 'string' && isWhole(text);
    return known ? text : undefined;
  }
  if (!isJsonObject(settings) || !isWhole(JSON.stringify(settings))) return undefined;
  const { SecretStringTemplate: template, GenerateStringKey: key } = settings;
  const password = generatedPassword(settings);
  if (template === undefined && key === undefined) return password;
  const members = typeof template === 'string' ? membersOf(template) : undefined;
  if (password === undefined || members === undefined || typeof key !== 'string' || key === '') return undefined;
  return JSON.stringify({ ...members, [key]: password });
}

/** A text in a secret that holds JSON; undefined where there is none. */
export function secretMember(value: string, key: string): string | undefined {
  const members = membersOf(value);
  if (members === undefined || !Object.hasOwn(members, key)) return undefined;
  const member = members[key];
  return typeof member === 'string' ? member : undefined;
}

function membersOf(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isWhole(text: string): boolean {
  return !isUnresolved(text) && !text.includes('{{resolve:');
}
