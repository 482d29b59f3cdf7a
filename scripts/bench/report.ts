import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { REPOSITORY } from '../repository'
import { toOutcomes, type Measured } from './outcome'
import { drawPlot } from './plot'
import { goalTable, runTable, toMarkdown, toText } from './tables'

/** What was measured, and what one must know to read it. */
export type Results = {
  measured: Measured[]
  rounds: number
  seconds: number
  postgres: string
  notes: string[]
  /** While the rounds ran; both are meant to be zero. */
  checkpoints: number
  fullPageImages: number
  invariants: number
}

const PAGE = join(REPOSITORY, 'docs', 'performance.md')
const PLOT = join(REPOSITORY, 'docs', 'images', 'bench.svg')
const PICTURE = '![What is written per second in each way, beside TPC-B](images/bench.svg)'
const [FROM, TO] = ['<!-- bench:begin -->', '<!-- bench:end -->']

/** For the terminal. */
export function describe(results: Results): string {
  const goals = toText(goalTable(toOutcomes(results.measured)))
  return [goals, toText(runTable(results.measured)), noteLines(results).join('\n')].join('\n\n')
}

/** Writes every round as JSON, the tables and the plot. Answers where. */
export function writeResults(results: Results): string[] {
  const directory = join(resolve(REPOSITORY, process.env.POSPAY_DATA_DIR ?? '.data'), 'bench')
  mkdirSync(directory, { recursive: true })
  const base = join(directory, new Date().toISOString().slice(0, 19).replaceAll(':', ''))
  const rows = results.measured.map(({ row, samples }) => ({ name: row.name, figure: row.figure, samples }))
  const json = { ...results, measured: rows, outcomes: toOutcomes(results.measured) }
  writeFileSync(`${base}.json`, `${JSON.stringify(json, null, 2)}\n`)
  writeFileSync(`${base}.md`, markdown(results))
  writeFileSync(`${base}.svg`, drawPlot(results.measured))
  return ['json', 'md', 'svg'].map((ending) => relative(REPOSITORY, `${base}.${ending}`))
}

/** Puts tables and plot into the documentation. */
export function saveToDocs(results: Results): void {
  const page = readFileSync(PAGE, 'utf8')
  const [before, after] = [page.indexOf(FROM), page.indexOf(TO)]
  if (before < 0 || after < before) throw new Error(`${PAGE} has lost its markers ${FROM} and ${TO}`)
  const block = [FROM, PICTURE, markdown(results)].join('\n\n')
  writeFileSync(PAGE, `${page.slice(0, before)}${block}\n${page.slice(after)}`)
  writeFileSync(PLOT, drawPlot(results.measured))
}

function markdown(results: Results): string {
  const list = noteLines(results).map((note) => `- ${note}`)
  const tables = [goalTable(toOutcomes(results.measured)), runTable(results.measured)].map(toMarkdown)
  return `${[...tables, list.join('\n')].join('\n\n')}\n`
}

function noteLines(results: Results): string[] {
  const { rounds, seconds, postgres, checkpoints, fullPageImages, invariants } = results
  return [
    `${new Date().toISOString().slice(0, 10)}: PostgreSQL ${postgres}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}; ${rounds} ${rounds === 1 ? 'round' : 'rounds'} of ${seconds} s each, interleaved.`,
    `${checkpoints} checkpoints and ${fullPageImages} full-page images while it was measured.`,
    `All ${invariants} invariants held over the whole of every book before and after the rounds, and over what each round had posted after it.`,
    ...results.notes,
  ]
}
