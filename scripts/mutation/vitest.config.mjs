import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import config from '../../vitest.config.ts'

/** What may judge a mutant: pure functions, and everything on a real database. The others start whole programs. */
const JUDGES = ['unit', 'database']

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { projects: config.test.projects.filter(({ test }) => JUDGES.includes(test.name)) },
})
