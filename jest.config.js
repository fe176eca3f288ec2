/** Jest runs the sources as they are: ESM, TypeScript through swc. */
const common = {
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } }] },
};

const ignored = ['/node_modules/', '/web/build/', '/tests/browser/', '/\\.'];

/** These need no services, or start their own. */
const alone = ['domain', 'runtime', 'robot', 'stack', 'web/api', 'web/i18n', 'web/src', 'tests/house'];

export default {
  // Real servers on a busy machine take their time; what never comes is found all the same.
  testTimeout: 60_000,
  testSequencer: '<rootDir>/tests/support/longest-first.js',
  projects: [
    {
      ...common,
      displayName: 'alone',
      testMatch: alone.map((folder) => `<rootDir>/${folder}/**/*.test.ts`),
      testPathIgnorePatterns: ignored,
    },
    {
      ...common,
      displayName: 'services',
      testMatch: ['<rootDir>/**/*.test.ts'],
      testPathIgnorePatterns: [...ignored, ...alone.map((folder) => `<rootDir>/${folder}/`)],
      setupFilesAfterEnv: ['<rootDir>/tests/support/try-again.ts'],
      globalSetup: '<rootDir>/tests/support/global-setup.ts',
      globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
    },
  ],
};
