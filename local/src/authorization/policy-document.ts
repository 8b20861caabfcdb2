import type { PolicyDocument, PolicyStatement } from '../model/api-model';

const VERSIONS: readonly unknown[] = [undefined, '2008-10-17', '2012-10-17'];
const DOCUMENT_MEMBERS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_MEMBERS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** A policy by IAM's grammar, its statements as a list; undefined if it is none. */
export function parsePolicyDocument(value: unknown): PolicyDocument | undefined {
  if (!isRecord(value) || !VERSIONS.includes(value.Version)) return undefined;
  if (!Object.keys(value).every((name) => DOCUMENT_MEMBERS.has(name))) return undefined;
  const { Version, Statement } = value;
  const statements: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  if (!statements.every(isStatement)) return undefined;
  return { Version: Version as string | undefined, Statement: statements };
}

function isStatement(value: unknown): value is PolicyStatement {
  if (!isRecord(value) || !Object.keys(value).every((name) => STATEMENT_MEMBERS.has(name))) return false;
  const { Sid, Effect, Condition } = value;
  if (Effect !== 'Allow' && Effect !== 'Deny') return false;
  if (Sid !== undefined && typeof Sid !== 'string') return false;
  if (!exactlyOneList(value.Action, value.NotAction)) return false;
  if (!exactlyOneList(value.Resource, value.NotResource)) return false;
  return Condition === undefined || (isRecord(Condition) && Object.values(Condition).every(isRecord));
}

function exactlyOneList(positive: unknown, negative: unknown): boolean {
  if ((positive === undefined) === (negative === undefined)) return false;
  const list: readonly unknown[] = [positive ?? negative].flat();
  return list.length > 0 && list.every((item) => typeof item === 'string' && item !== '');
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
