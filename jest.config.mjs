/**
 * One jest project per kind of test (README, "Tests"). Kinds that need a built product or a longer time live under test/.
 * `--experimental-vm-modules` is set by scripts/test.mjs, because the whole project is ESM.
 */
const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['hub-src', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2023',
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.einmal/'],
  // One PostgreSQL for the whole run, started by the first test that needs it (test/support/postgres.ts).
  globalSetup: '<rootDir>/test/support/postgres-setup.mjs',
  globalTeardown: '<rootDir>/test/support/postgres-teardown.mjs',
}

const project = (displayName, testMatch, extra = {}) => ({ ...base, displayName, testMatch, ...extra })

export default {
  testTimeout: 60_000,
  projects: [
    project('unit', ['<rootDir>/{libs,apps,connectors,scripts}/**/*.spec.ts'], {
      testPathIgnorePatterns: ['\\.db\\.spec\\.ts$', '/node_modules/'],
    }),
    project('db', ['<rootDir>/{libs,apps}/**/*.db.spec.ts']),
    project('arch', ['<rootDir>/test/arch/**/*.spec.ts']),
    project('conformance', ['<rootDir>/test/conformance/**/*.spec.ts']),
    project('replay', ['<rootDir>/test/replay/**/*.spec.ts']),
    project('e2e', ['<rootDir>/test/e2e/**/*.spec.ts']),
    project('faults', ['<rootDir>/test/faults/**/*.spec.ts']),
    project('browser', ['<rootDir>/test/browser/**/*.spec.ts']),
  ],
}
