import type { SendingReason } from '@/db/schema/withdrawal'
import type { Till } from '@/lib/ledger/movements'

export type Account = { bankCode: string; accountNumber: string; holderName: string }

/** One payment to an account. The bank makes one transfer of each reference, however often it is asked. */
export type TransferOrder = Account & {
  reference: string
  amount: bigint
  /** What the receiver reads beside the amount, at most ten characters. */
  memo: string
}

/** How a transfer stands at the bank. `failed` is final: no money will leave for it any more. */
export type TransferState =
  | { kind: 'completed'; transferId: string }
  /** On its way; nothing changes before `again`, where there is one. */
  | { kind: 'accepted'; transferId: string; again?: Date }
  | { kind: 'failed' | 'returned'; transferId: string | null; code: string }
  /** Taken back, as its owner asked, before any of it left. */
  | { kind: 'canceled'; transferId: string }
  /** Not enough money there to pay it from; it may be asked for again. */
  | { kind: 'short' }
  /** Not asked for yet: what stands in its way, and when it may be gone. */
  | { kind: 'held'; reason: SendingReason; again: Date }
  /** The bank knows of none. */
  | { kind: 'none' }
  /** No whole answer: it may or may not have been carried out. */
  | { kind: 'unknown'; code: string }

/** What carries withdrawals to their owners' banks. Never called inside a tx; no error of the network is thrown. */
export type Carrier = {
  paidFrom: Till
  send(order: TransferOrder): Promise<TransferState>
  find(reference: string): Promise<TransferState>
}

export type HolderMatch = 'matches' | 'differs' | 'no_account' | 'unknown'

/** What tells whose an account is. Never called inside a tx; no error of the network is thrown. */
export type Verifier = {
  matchHolder(account: Account): Promise<HolderMatch>
  /** Pays 1 won whose memo ends in the code. False when the bank could not be reached or would not. */
  sendCode(order: Omit<TransferOrder, 'amount' | 'memo'> & { code: string }): Promise<boolean>
}
