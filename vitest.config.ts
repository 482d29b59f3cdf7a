import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Loading the product anew for every file would take as long as half of the tests. */
const isolate = false

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)) }

/** They try what nobody thought of, for as long as they are told: `npm test -- --only model --commands 300000`. */
const EXPLORING = [{ name: 'model' }, { name: 'interleavings' }]

export default defineConfig({
  resolve: { alias },
  test: {
    // Vitest leaves one core to itself, which on two is one test file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          isolate,
          setupFiles: ['tests/support/settings.ts'],
          include: ['tests/unit/**/*.test.ts'],
        },
      },
      {
        resolve: { alias },
        test: { name: 'simulator', isolate, include: ['tests/toss-simulator/**/*.test.ts'] },
      },
      {
        resolve: { alias },
        test: {
          name: 'database',
          isolate,
          setupFiles: ['tests/support/settings.ts'],
          include: [
            'tests/{ledger,identity,settings,proof,safeguard,cases,flows,charge,refund,reconcile,webhook,space,booking,withdrawal,statement,books,tax,adjustment,member,audited,terms,notification,db,jobs,doctor}/**/*.test.ts',
          ],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      ...EXPLORING.map(({ name }) => ({
        resolve: { alias },
        test: {
          name,
          isolate,
          setupFiles: ['tests/support/settings.ts'],
          include: [`tests/${name}/**/*.test.ts`],
          globalSetup: ['tests/support/global-setup.ts'],
          env: { RATE_LIMITS: 'off' },
          testTimeout: 4 * 60 * 60 * 1000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      })),
      {
        resolve: { alias },
        test: {
          name: 'faults',
          setupFiles: ['tests/support/settings.ts'],
          include: ['tests/faults/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'site',
          isolate,
          setupFiles: ['tests/support/settings.ts'],
          include: ['tests/{api,security}/**/*.test.ts'],
          globalSetup: ['tests/support/site-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
