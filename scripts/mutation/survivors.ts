import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { Failure } from '../failure'
import { REPOSITORY } from '../repository'

const PAGE = join(REPOSITORY, 'docs', 'mutation.md')
const EXPLANATIONS = join(import.meta.dirname, 'survivors.json')
const MARKS = { begin: '<!-- survivors: written by npm run test:mutation -->', end: '<!-- /survivors -->' }

/** Why a mutant may live: by its name. */
export type Explanations = Record<string, string>

export function readExplanations(): Explanations {
  return JSON.parse(readFileSync(EXPLANATIONS, 'utf8')) as Explanations
}

/** What is wrong with the explanations: a survivor without one and, after a whole run, one without its survivor. */
export function compareSurvivors(survivors: string[], explanations: Explanations, whole: boolean): string[] {
  const unexplained = survivors.filter((name) => !explanations[name])
  const stale = whole ? Object.keys(explanations).filter((name) => !survivors.includes(name)) : []
  return [
    ...unexplained.map((name) => `survived, and nothing explains it: ${name}`),
    ...stale.map((name) => `explained, and no longer a survivor: ${name}`),
  ]
}

/** Puts the survivors of a whole run and the summary of it into `docs/mutation.md`. */
export async function writePage(
  summary: string[],
  survivors: string[],
  explanations: Explanations,
): Promise<void> {
  const page = readFileSync(PAGE, 'utf8')
  const [begin, end] = [page.indexOf(MARKS.begin), page.indexOf(MARKS.end)]
  if (begin < 0 || end < begin) throw new Failure(`docs/mutation.md has lost its marks "${MARKS.begin}"`)
  const rows = survivors.map(
    (name) => `| \`${cell(name)}\` | ${cell(explanations[name] ?? '**not explained**')} |`,
  )
  const table = rows.length ? ['| mutant | why it lives |', '| --- | --- |', ...rows] : ['None survived.']
  const lines = [MARKS.begin, '', ...summary, '', ...table, '', '']
  const text = page.slice(0, begin) + lines.join('\n') + page.slice(end)
  writeFileSync(PAGE, await format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' }))
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
