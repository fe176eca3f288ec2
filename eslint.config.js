import js from '@eslint/js';
import globals from 'globals';
import ts from 'typescript-eslint';

/**
 * TypeScript reads components as the parser translates them. Without this it reads the raw file, and makes the program of all pages anew
 * for every component that is linted. The parser looks at the variable when it is loaded.
 */
process.env['SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK'] ??= '1';
const { default: svelte } = await import('eslint-plugin-svelte');

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
      // One program for each run; a project service would look after each file that is opened.
      parserOptions: { project: ['tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Both ask the types of every expression for what is not there: enums (erasableSyntaxOnly) and stores (runes).
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      'svelte/require-store-reactive-access': 'off',
    },
  },
  {
    files: ['web/src/**', 'web/vite.config.ts', 'tests/support/call-page/page.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { project: ['web/tsconfig.json'] } },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, project: null, projectService: true, extraFileExtensions: ['.svelte'] } },
    rules: {
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  { files: ['domain/**/*.ts'], ignores: ['**/*.test.ts'], rules: notInWorkflows },
  { files: ['workflows/**/*.ts'], ignores: ['**/*.test.ts'], rules: notInWorkflows },
  { files: ['**/*.js'], extends: [ts.configs.disableTypeChecked], languageOptions: { parserOptions: { project: null } } },
);
