import js from '@eslint/js';
import awscdk from 'eslint-plugin-awscdk';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import globals from 'globals';

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      'cdk.out',
      'dist',
      'lambda-dist',
      'local/dist',
      'coverage',
      'lib/**/*.js',
      'lib/**/*.d.ts',
      'bench/results',
      '.stryker-tmp',
      'reports',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Lambda's contract: a handler that is not async would have to be called back.
      '@typescript-eslint/require-await': 'off',
      // Members are left out of an object by taking it apart.
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
    },
  },
  {
    files: ['lib/**/*.ts', 'bin/**/*.ts', 'examples/**/*.ts'],
    extends: [awscdk.configs.recommended],
    rules: {
      // The public members are escape hatches: they are the L2 constructs themselves, with all their methods.
      'awscdk/no-construct-in-public-property-of-construct': 'off',
      'awscdk/no-construct-in-interface': 'off',
      // Values such as Firewall are bound to a scope that is not the construct at hand.
      'awscdk/require-passing-this': 'off',
      // The functions that make one resource get its id from the construct that owns it.
      'awscdk/no-variable-construct-id': 'off',
    },
  },
  {
    // Synthesized templates are what tests look at, and CloudFormation has no types.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/explicit-function-return-type': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  { files: ['test/package/**/*.js'], languageOptions: { sourceType: 'commonjs', globals: globals.node } },
  prettier,
);
