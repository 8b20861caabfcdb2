import { createHash } from 'node:crypto';

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MIXED = `${LOWER}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** Ids as AWS would make them, always the same for the same seed. */
export const generatedId = {
  /** Lower case letters and digits. */
  lower: (seed: string, length: number): string => characters(seed, LOWER, length),
  /** Letters of both cases and digits. */
  mixed: (seed: string, length: number): string => characters(seed, MIXED, length),
  uuid: (seed: string): string =>
    digest(seed)
      .toString('hex')
      .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5'),
  /** What CloudFormation calls a resource without a name: `Stack-Logical-3F2A…`, at most 64 characters. */
  name: (stackName: string, logicalId: string, seed: string): string =>
    `${stackName.slice(0, 24)}-${logicalId.slice(0, 24)}-${characters(seed, LOWER, 12).toUpperCase()}`,
};

function characters(seed: string, alphabet: string, length: number): string {
  return [...digest(seed).subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

function digest(seed: string): Buffer {
  return createHash('sha256').update(seed).digest();
}
