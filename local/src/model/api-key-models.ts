import { randomInt } from 'node:crypto';
import type { ResolvedResource } from '../assembly/resolved-stack';
import type { ApiKeyModel } from './api-model';
import type { ApiResources } from './api-resources';
import type { ModelProblems } from './model-problems';
import { flagOf, textOf } from './property-values';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A value as API Gateway makes it: 40 letters and digits. */
export function randomApiKey(): string {
  return Array.from({ length: 40 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** The stack's API keys by id; one whose value only AWS knows gets a value for this run. */
export function apiKeyModels(
  api: ApiResources,
  generate: () => string,
  problems: ModelProblems,
): ReadonlyMap<string, ApiKeyModel> {
  return new Map(
    api.all('AWS::ApiGateway::ApiKey').map((key) => {
      if (key.properties.StageKeys !== undefined) {
        problems.declare(key.id, 'StageKeys: only keys of usage plans are accepted');
      }
      return [key.ref, apiKeyModel(key, generate)];
    }),
  );
}

function apiKeyModel({ id, ref, properties }: ResolvedResource, generate: () => string): ApiKeyModel {
  return {
    id: ref,
    name: textOf(properties.Name) ?? id,
    value: textOf(properties.Value) ?? generate(),
    // A key that nobody enables is off, in AWS too.
    enabled: flagOf(properties.Enabled) ?? false,
  };
}
