import { isDeepStrictEqual } from 'node:util'
import { rollUp } from '@/lib/ledger/days'
import { readTotals, sumEntries, toBalanceSheet } from '@/lib/ledger/totals'
import { Failure } from '../../failure'
import { measure } from '../measure'
import type { Row } from '../row'

const FULL_SUM = 'balance sheet, summed from every entry'

/** On the largest book of the run. */
export const totalsRows: Row[] = [
  {
    name: FULL_SUM,
    figure: 'ms',
    goals: [],
    open: async ({ book, sizes }) => {
      const { db } = await book(sizes.at(-1)!)
      const call = async () => toBalanceSheet(await sumEntries(db))
      return () => measure({ callers: 1, seconds: 0, call, warmUpCalls: 1 })
    },
  },
  {
    name: 'balance sheet, from daily totals',
    figure: 'ms',
    goals: [
      { kind: 'limit', on: 'p50Ms', atMost: 5 },
      { kind: 'faster', than: FULL_SUM },
    ],
    open: async ({ book, sizes }) => {
      const { db } = await book(sizes.at(-1)!)
      const call = async () => toBalanceSheet(await readTotals(db))
      return async (seconds) => {
        // As the worker does every few minutes.
        await rollUp(db)
        const sample = await measure({ callers: 1, seconds: seconds / 4, call })
        if (!isDeepStrictEqual(await readTotals(db), await sumEntries(db))) {
          throw new Failure('The daily totals differ from the sum of the entries.')
        }
        return sample
      }
    },
  },
]
