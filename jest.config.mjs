/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // TypeScript sources win over the JavaScript that jsii writes beside them.
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  testEnvironment: '<rootDir>/test/support/jest/shared-cdk-environment.cjs',
  maxWorkers: '100%',
  // Examples and README snippets import the library by its name.
  moduleNameMapper: {
    '^cdk-secure-api-gateway$': '<rootDir>/lib/index.ts',
    '^cdk-secure-api-gateway-local$': '<rootDir>/local/src/index.ts',
  },
  transformIgnorePatterns: ['/node_modules/(?!(aws-cdk-lib|constructs)/)'],
  transform: {
    '/node_modules/(aws-cdk-lib|constructs)/.+\\.js$': '<rootDir>/test/support/jest/shared-cdk-transform.cjs',
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  testTimeout: 30_000,
};
