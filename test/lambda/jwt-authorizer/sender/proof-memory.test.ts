import { ProofMemory } from '../../../../lambda/jwt-authorizer/sender/proof-memory';
import { NOW } from '../fixtures';
import { MemoryTable } from '../tables/memory-table';

const proof = { thumbprint: 'key-1', jti: 'proof-1', issuedAt: NOW - 3.5 };

test('a proof counts once', async () => {
  const table = new MemoryTable();
  const memory = new ProofMemory(table, () => NOW * 1_000);
  await memory.remember(proof, 'iss');
  await expect(memory.remember(proof, 'iss')).rejects.toMatchObject({ reason: 'proof_replayed', issuer: 'iss' });
  await expect(memory.remember({ ...proof, issuedAt: NOW }, 'iss')).rejects.toMatchObject({ reason: 'proof_replayed' });
});

test.each([
  ['another name', { ...proof, jti: 'proof-2' }],
  ['another key', { ...proof, thumbprint: 'key-2' }],
])('a proof of %s is another one', async (_, other) => {
  const memory = new ProofMemory(new MemoryTable(), () => NOW * 1_000);
  await memory.remember(proof, 'iss');
  await expect(memory.remember(other, 'iss')).resolves.toBeUndefined();
});

test('an entry lives longer than its proof, and its id has one length', async () => {
  const table = new MemoryTable();
  const memory = new ProofMemory(table, () => NOW * 1_000);
  await memory.remember(proof, 'iss');
  await memory.remember({ ...proof, jti: 'x'.repeat(256) }, 'iss');
  const [first, second] = [...table.entries.values()];
  expect(first.expiresAt).toBe(NOW - 3 + 60 + 1);
  expect(first.id).toMatch(/^dpop key-1 [\w-]{43}$/);
  expect(second.id).toHaveLength(first.id.length);
});

test('a table that does not answer is an outage, and no proof counts', async () => {
  const table = new MemoryTable();
  table.fault = new Error('throttled');
  const memory = new ProofMemory(table, () => NOW * 1_000);
  await expect(memory.remember(proof, 'iss')).rejects.toMatchObject({ reason: 'proofs_unavailable', issuer: 'iss' });
});

test('is told the time in whole seconds', async () => {
  const addNew = jest.fn(async () => true);
  await new ProofMemory({ find: async () => [], addNew }, () => NOW * 1_000 + 999).remember(proof, 'iss');
  expect(addNew).toHaveBeenCalledWith(expect.any(String), NOW + 58, NOW);
});
