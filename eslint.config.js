import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** What a workflow may not touch: its code must come to the same result whenever and wherever it is replayed. */
const notInWorkflows = {
  'no-restricted-globals': ['error', 'process', 'Buffer', 'fetch', 'setInterval', 'performance', 'crypto', 'require', '__dirname'],
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        { group: ['node:*', 'fs', 'path', 'crypto', 'os'], message: 'No Node in domain and workflows.' },
        {
          group: ['knex', 'objection', 'pg', 'koa', '@temporalio/client', '@temporalio/worker'],
          message: 'Domain and workflows reach nothing outside.',
        },
      ],
    },
  ],
  'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Not deterministic.' }],
};

export default ts.config(
  // The made-up kind is a part of another checkout, made by its tests; the compiler looks at it there.
  { ignores: ['node_modules/', '.data/', '**/.svelte-kit/', 'web/build/', 'test-results/', 'web/static/', 'tests/support/made-up/kind/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
    rules: {
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  { files: ['web/src/**'], languageOptions: { globals: globals.browser } },
  { files: ['domain/**/*.ts'], ignores: ['**/*.test.ts'], rules: notInWorkflows },
  { files: ['workflows/**/*.ts'], ignores: ['**/*.test.ts'], rules: notInWorkflows },
  { files: ['**/*.js'], extends: [ts.configs.disableTypeChecked] },
);
