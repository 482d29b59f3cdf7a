import type { TypeScriptMutant } from './typescript'

/** Of the TypeScript mutants, how many must be caught. Those of the database all must be, or be explained. */
const LEAST_PERCENT = 95
/** Where not even an explained mutant may survive. */
const NO_SURVIVOR = 'lib/ledger/post.ts'

/** One line per file, the worst last, and one for all of them. */
export function describeScores(mutants: TypeScriptMutant[]): string[] {
  const files = [...new Set(mutants.map(({ file }) => file))]
  const scores = files.map((file) => ({ file, ...score(mutants.filter((mutant) => mutant.file === file)) }))
  scores.sort((a, b) => b.percent - a.percent || a.file.localeCompare(b.file))
  return [...scores, { file: 'TypeScript', ...score(mutants) }].map(
    ({ file, caught, total, percent }) => `${file}: ${caught} of ${total} caught, ${percent.toFixed(1)} %`,
  )
}

/** What is wrong with the score, whatever the explanations say. */
export function checkScore(mutants: TypeScriptMutant[]): string[] {
  const { percent } = score(mutants)
  const low = percent < LEAST_PERCENT ? [`only ${percent.toFixed(1)} % of the mutants were caught`] : []
  const forbidden = mutants.filter(({ file, outcome }) => file === NO_SURVIVOR && outcome !== 'caught')
  return [...low, ...forbidden.map(({ name }) => `nothing may survive there: ${name}`)]
}

function score(mutants: TypeScriptMutant[]): { caught: number; total: number; percent: number } {
  const caught = mutants.filter(({ outcome }) => outcome === 'caught').length
  const total = mutants.length
  return { caught, total, percent: total === 0 ? 100 : (100 * caught) / total }
}
