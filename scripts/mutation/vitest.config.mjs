import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'
import config from '../../vitest.config.ts'

/** What may judge a mutant, the quickest first: pure functions, and what the group names on a real database. */
const JUDGES = ['unit', 'database']
const INCLUDE = (process.env.MUTATION_JUDGES ?? '')
  .split(',')
  .map((path) => `tests/${path}{.test.ts,/**/*.test.ts}`)

/** A run ends at the first failure, so the file that takes longest comes last: Vitest itself begins with it. */
class QuickestFirst extends BaseSequencer {
  /** @param {import('vitest/node').TestSpecification[]} files */
  async sort(files) {
    const rank = (/** @type {import('vitest/node').TestSpecification} */ { project }) =>
      JUDGES.indexOf(project.name)
    return (await super.sort(files)).reverse().sort((a, b) => rank(a) - rank(b))
  }
}

const isUnit = (/** @type {string} */ path) => path.startsWith('tests/unit{')

/** @param {string} project */
function included(project) {
  return INCLUDE.filter((path) => isUnit(path) === (project === 'unit'))
}

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    projects: config.test.projects
      .filter(({ test }) => JUDGES.includes(test.name))
      .map((project) => ({ ...project, test: { ...project.test, include: included(project.test.name) } })),
    sequence: { sequencer: QuickestFirst },
  },
})
