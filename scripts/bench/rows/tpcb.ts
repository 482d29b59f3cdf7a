import type { Row } from '../row'

export const TPCB_16 = 'TPC-B, 16 clients'

export const TPCB_1 = 'TPC-B, 1 client'

/** What everything that writes is held against: five small statements in a transaction, on indexed tables. */
export const tpcbRows: Row[] = [tpcb(TPCB_16, 16), tpcb(TPCB_1, 1)]

function tpcb(name: string, clients: number): Row {
  return {
    name,
    figure: 'transactions/s',
    goals: [],
    open: async (world) => {
      const tables = await world.tpcb()
      return (seconds) => tables.run(clients, seconds)
    },
  }
}
