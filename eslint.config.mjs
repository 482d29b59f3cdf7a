import next from 'eslint-config-next'
import tseslint from 'typescript-eslint'

// Money is bigint from form to database: number arithmetic on it is a bug, not a style.
const money = ['lib/ledger/**', 'lib/charge/**']

export default tseslint.config(
  {
    ignores: [
      '.next/**',
      '.data/**',
      'node_modules/**',
      'next-env.d.ts',
      'test-results/**',
      'playwright-report/**',
    ],
  },
  ...next,
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: ['error', 'smart'],
      'no-console': 'error',
    },
  },
  {
    files: money,
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.name='Number']", message: 'Money stays bigint.' },
        { selector: "CallExpression[callee.name='parseInt']", message: 'Money stays bigint.' },
        { selector: "CallExpression[callee.name='parseFloat']", message: 'Money stays bigint.' },
        {
          selector: "MemberExpression[object.name='Math'][property.name='round']",
          message: 'Money is never rounded.',
        },
        {
          selector: "MemberExpression[object.name='Date'][property.name='now']",
          message: 'Take the time from ctx.now().',
        },
      ],
    },
  },
  { files: ['scripts/**', 'tests/**', 'toss-simulator/**'], rules: { 'no-console': 'off' } },
)
