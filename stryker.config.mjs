// Mutation testing of the code that decides about requests: `npm run mutation`. It belongs to no other script, takes
// minutes, and its tools come by npx, pinned in package.json, so that `npm ci` stays free of their 60 MB.

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [
    'lambda/jwt-authorizer/**/*.ts',
    // Run in processes of their own only, where no coverage is measured: test/e2e.
    '!lambda/jwt-authorizer/{index,tables/dynamodb}.ts',
    'lib/authorizers/{access,access-rules}.ts',
  ],
  testRunner: 'jest',
  jest: { configFile: 'jest.mutation.config.mjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // What runs only while a module loads is covered by every test at once, and would take four fifths of the time. To see
  // those too, for one file: npm run mutation -- --ignoreStatic false --mutate FILE
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 5_000,
  timeoutFactor: 1.5,
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  tempDirName: '.stryker-tmp',
  // Without tsconfig.json, because rewriting its paths would ask for a TypeScript beside Stryker; swc does not read it.
  ignorePatterns: [
    'tsconfig.json',
    'cdk.out',
    'dist',
    'lambda-dist',
    'local',
    'examples',
    'docs',
    'bench',
    'reports',
    '.git',
  ],
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: true },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
};
