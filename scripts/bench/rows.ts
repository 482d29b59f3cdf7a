import type { Row } from './row'
import { payingRows } from './rows/paying'
import { postingRows } from './rows/posting'
import { readRows } from './rows/reads'
import { siteRows } from './rows/site'
import { totalsRows } from './rows/totals'
import { tpcbRows } from './rows/tpcb'

const ROWS: Row[] = [...tpcbRows, ...postingRows, ...payingRows, ...readRows, ...totalsRows, ...siteRows]

/** Those whose name matches, and whatever they are held against. */
export function chooseRows({ full, only }: { full: boolean; only?: RegExp }): Row[] {
  const possible = ROWS.filter((row) => full || !row.full)
  const chosen = new Set<Row>()
  const choose = (row: Row) => {
    if (chosen.has(row)) return
    chosen.add(row)
    for (const goal of row.goals) {
      if (goal.kind !== 'limit') choose(possible.find(({ name }) => name === goal.than)!)
    }
  }
  possible.filter(({ name }) => !only || only.test(name)).forEach(choose)
  return possible.filter((row) => chosen.has(row))
}
