import type { PolicyDocument } from '../model/api-model';
import { isRecord, parsePolicyDocument } from './policy-document';

/** What an authorizer function has to answer, checked. */
export interface AuthorizerOutput {
  readonly principalId: string;
  readonly policy: PolicyDocument;
  /** All values as text, as API Gateway hands them on. */
  readonly context: Readonly<Record<string, string>>;
  readonly usageIdentifierKey?: string;
}

/** Longest resource that API Gateway takes in an authorizer's policy, in characters. */
const MAX_RESOURCE_LENGTH = 512;

/**
 * The output of an authorizer function, or in words why it is none, which API Gateway answers with a 500.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function parseAuthorizerOutput(payload: unknown): AuthorizerOutput | string {
  if (!isRecord(payload)) return 'it is not an object';
  const { principalId, usageIdentifierKey } = payload;
  if (typeof principalId !== 'string' || principalId === '') return 'principalId is not a text';
  const policy = parsePolicyDocument(payload.policyDocument);
  if (!policy) return 'policyDocument is not a policy';
  if (!policy.Statement.every(hasShortResources)) {
    return `policyDocument has a resource of more than ${MAX_RESOURCE_LENGTH} characters`;
  }
  const context = parseContext(payload.context);
  if (!context) return 'context has a value that is neither text nor a number nor true or false';
  if (usageIdentifierKey === undefined || usageIdentifierKey === null) return { principalId, policy, context };
  if (typeof usageIdentifierKey !== 'string') return 'usageIdentifierKey is not a text';
  return { principalId, policy, context, usageIdentifierKey };
}

function parseContext(context: unknown): Readonly<Record<string, string>> | undefined {
  if (context === undefined || context === null) return {};
  if (!isRecord(context)) return undefined;
  const entries = Object.entries(context);
  const flat = entries.every(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return flat ? Object.fromEntries(entries.map(([name, value]) => [name, String(value)])) : undefined;
}

function hasShortResources({ Resource, NotResource }: PolicyDocument['Statement'][number]): boolean {
  return [Resource ?? NotResource ?? []].flat().every((resource) => resource.length <= MAX_RESOURCE_LENGTH);
}
