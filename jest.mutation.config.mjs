import config from './jest.config.mjs';

// Every mutant loads every test file anew, so a run over some files is quick only with the tests that are about them:
// MUTATION_TESTS='jwt-authorizer/(access|authorizer)' npm run mutation -- --mutate lambda/jwt-authorizer/access.ts
const some = process.env.MUTATION_TESTS;

/** The tests of the authorizer and of access rules alone, for stryker.config.mjs. @type {import('jest').Config} */
export default {
  ...config,
  ...(some === undefined
    ? {
        testMatch: [
          '<rootDir>/test/lambda/jwt-authorizer/**/*.test.ts',
          '<rootDir>/test/lib/authorizers/access*.test.ts',
        ],
      }
    : { testMatch: undefined, testRegex: [`/(${some})\\.test\\.ts$`] }),
  testPathIgnorePatterns: [
    '/node_modules/',
    // Hundreds of generated cases per property, every bit of a token, every combination of rules: each mutant would take
    // many times as long, and what such a test finds is for an example to hold.
    '/jwt-authorizer/properties\\.test\\.ts$',
    '/jwt-authorizer/hostile/',
    '/jwt-authorizer/sender/dpop-(changed-proofs|htu-properties)\\.test\\.ts$',
  ],
};
