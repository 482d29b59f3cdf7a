import { z } from 'zod'
import { assertNoOpenTx } from '@/db/client'
import { toJsonAmount } from '@/lib/money'
import { SECOND_MS } from '@/lib/time'
import type { Carrier, HolderMatch, TransferOrder, TransferState, Verifier } from './bank'

const TIMEOUT_MS = 10 * SECOND_MS

const transferSchema = z.object({
  transferId: z.string(),
  status: z.enum(['ACCEPTED', 'COMPLETED', 'FAILED', 'RETURNED']),
  failureCode: z.string().nullable(),
})

const holderSchema = z.object({ result: z.enum(['MATCHES', 'DIFFERS', 'NO_ACCOUNT']) })

const MATCHES: Record<z.output<typeof holderSchema>['result'], HolderMatch> = {
  MATCHES: 'matches',
  DIFFERS: 'differs',
  NO_ACCOUNT: 'no_account',
}

/** The bank that the simulator plays, at the address of the simulator. */
export function createSimulatedBank(baseUrl: string): Carrier & Verifier {
  const post = (path: string, fields: Record<string, unknown>) =>
    ask(new URL(path, baseUrl), { method: 'POST', body: JSON.stringify(fields) })
  const pay = async ({ amount, ...order }: TransferOrder) =>
    toState(await post('/bank/transfers', { ...order, amount: toJsonAmount(amount) }))

  return {
    paidFrom: 'safeguarded_bank',
    send: pay,
    find: async (reference) =>
      toState(await ask(new URL(`/bank/transfers/${encodeURIComponent(reference)}`, baseUrl), {})),
    matchHolder: async (account) => {
      const answer = await post('/bank/holder', account)
      const parsed = holderSchema.safeParse(answer.body)
      return parsed.success ? MATCHES[parsed.data.result] : 'unknown'
    },
    sendCode: async ({ code, ...order }) => {
      const { kind } = await pay({ ...order, amount: 1n, memo: `포스페이${code}` })
      return kind === 'accepted' || kind === 'completed'
    },
  }
}

type Answer = { status: number | null; body: unknown }

async function ask(url: URL, init: RequestInit): Promise<Answer> {
  assertNoOpenTx('a call to the bank')
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) })
    return { status: response.status, body: await response.json() }
  } catch {
    return { status: null, body: null }
  }
}

function toState({ status, body }: Answer): TransferState {
  if (status === 404) return { kind: 'none' }
  const parsed = status === 200 ? transferSchema.safeParse(body) : null
  if (!parsed?.success) return { kind: 'unknown', code: status === null ? 'unanswered' : `http_${status}` }
  const { transferId, failureCode } = parsed.data
  switch (parsed.data.status) {
    case 'ACCEPTED':
      return { kind: 'accepted', transferId }
    case 'COMPLETED':
      return { kind: 'completed', transferId }
    case 'FAILED':
      return { kind: 'failed', transferId, code: failureCode ?? 'UNKNOWN' }
    case 'RETURNED':
      return { kind: 'returned', transferId, code: failureCode ?? 'RETURNED_BY_BANK' }
  }
}
