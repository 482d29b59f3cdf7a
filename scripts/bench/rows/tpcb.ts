import type { Row } from '../row'

export const TPCB_16 = 'TPC-B, 16 clients'

/** What everything that writes is held against: five small statements in a transaction, on indexed tables. */
export const tpcbRows: Row[] = [
  {
    name: TPCB_16,
    figure: 'transactions/s',
    goals: [],
    open: async (world) => {
      const tpcb = await world.tpcb()
      return (seconds) => tpcb.run(16, seconds)
    },
  },
]
