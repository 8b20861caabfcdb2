import config from './jest.config.mjs';

/** The tests of the authorizer and of access rules alone, for stryker.config.mjs. @type {import('jest').Config} */
export default {
  ...config,
  testMatch: ['<rootDir>/test/lambda/jwt-authorizer/**/*.test.ts', '<rootDir>/test/lib/authorizers/access*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    // Hundreds of generated cases per property, every bit of a token, every combination of rules: each mutant would take
    // many times as long, and what such a test finds is for an example to hold.
    '/jwt-authorizer/properties\\.test\\.ts$',
    '/jwt-authorizer/hostile/',
    '/jwt-authorizer/sender/dpop-(changed-proofs|htu-properties)\\.test\\.ts$',
  ],
};
