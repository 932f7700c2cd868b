import tseslint from 'typescript-eslint'

/** Rules that catch mistakes; layout is Prettier's, imports between parts of the system are test/arch's. */
export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.einmal/', 'coverage/', '**/*.generated.ts'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }],
      // An underscore says that a name is there for its position only.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name="process"][property.name="env"]',
          message: 'Only libs/config reads the environment.',
        },
      ],
    },
  },
  {
    files: [
      'libs/config/**',
      'apps/demo/**',
      'apps/cli/**',
      'scripts/**',
      'test/**',
      '**/*.spec.ts',
      'jest.config.mjs',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['apps/demo/**', 'apps/cli/**', 'scripts/**', 'test/**'], rules: { 'no-console': 'off' } },
)
