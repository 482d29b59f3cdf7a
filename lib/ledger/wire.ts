import { z } from 'zod'
import { TRANSACTION_TYPES } from '@/db/schema/ledger'
import { endpoint } from '@/lib/endpoint'
import { instant, pageOf, pageQuery, won } from '@/lib/wire'

export const getWallet = endpoint({
  method: 'GET',
  path: '/wallet',
  summary: 'What is in the wallet, and what may be charged now',
  login: true,
  answers: {
    200: z.object({
      balance: won,
      pending: won,
      withdrawable: won,
      debt: won,
      charge: z.object({ min: won, max: won }),
    }),
  },
})

export const listTransactions = endpoint({
  method: 'GET',
  path: '/wallet/transactions',
  summary: 'The entries of a wallet, newest first, signed',
  login: true,
  query: z.object({
    wallet: z.enum(['balance', 'pending', 'withdrawable']).default('balance'),
    type: z.string().max(50).optional(),
    ...pageQuery,
  }),
  answers: {
    200: pageOf(
      z.object({
        id: z.string(),
        type: z.enum(TRANSACTION_TYPES),
        amount: won,
        balanceAfter: won,
        occurredAt: instant,
        title: z.string(),
        reference: z.string(),
      }),
    ),
  },
})
