import { readHistory, readWallet } from '@/lib/ledger/read'
import type { Book } from '../book'
import { measure } from '../measure'
import type { Row } from '../row'
import { LARGE, MAIN, nameSize, SMALL } from '../sizes'

type Read = { name: string; read(book: Book, userId: string): Promise<unknown>; mostP95Ms: number }

const READS: Read[] = [
  { name: 'balance read', read: (book, userId) => readWallet(book, userId), mostP95Ms: 1 },
  { name: 'history page of 20', read: (book, userId) => readHistory(book, { userId }), mostP95Ms: 3 },
]

/** The product's own reads, of renters with more than a page, one after the other: the time of one, not of a queue. */
export const readRows: Row[] = READS.flatMap(({ name, read, mostP95Ms }) =>
  [SMALL, MAIN, LARGE].map((entries): Row => {
    const nameOf = (size: number) => `${name}, ${nameSize(size)} entries`
    return {
      name: nameOf(entries),
      figure: 'ms',
      full: entries === LARGE,
      goals: [
        { kind: 'limit', on: 'p95Ms', atMost: mostP95Ms },
        ...(entries === SMALL ? [] : [{ kind: 'slower' as const, than: nameOf(SMALL) }]),
      ],
      open: async ({ book }) => {
        const opened = await book(entries)
        const someone = () => opened.regulars[Math.floor(Math.random() * opened.regulars.length)]!
        return (seconds) => measure({ callers: 1, seconds: seconds / 4, call: () => read(opened, someone()) })
      },
    }
  }),
)
