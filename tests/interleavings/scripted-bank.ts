import { assertNoOpenTx } from '@/db/client'
import type { Carrier, TransferState } from '@/lib/bank/bank'
import type { Gate } from './gate'

/** A bank in memory: it knows what it was told of before, and carries out at once what it is asked for. */
export class ScriptedBank {
  private transfers = new Map<string, TransferState>()

  hold(reference: string, state: TransferState): void {
    this.transfers.set(reference, state)
  }

  /** This bank for one session: it acts and answers when the session's gate lets the call through. */
  behind(gate: Gate): Carrier {
    const call = (what: string, act: () => TransferState): Promise<TransferState> => {
      assertNoOpenTx('a call to the bank')
      return gate.pass(what, null, async () => act())
    }
    const find = (reference: string): TransferState => this.transfers.get(reference) ?? { kind: 'none' }
    return {
      paidFrom: 'safeguarded_bank',
      find: (reference) => call('bank look', () => find(reference)),
      send: ({ reference }) =>
        call('bank send', () => {
          if (find(reference).kind === 'none')
            this.hold(reference, { kind: 'completed', transferId: `bank_${reference}` })
          return find(reference)
        }),
    }
  }
}
