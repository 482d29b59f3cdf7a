import { z } from 'zod'
import { WITHDRAWAL_STATUSES } from '@/db/schema/withdrawal'
import { BANKS } from '@/lib/bank/banks'
import { endpoint } from '@/lib/endpoint'
import { amountSchema, instant, pageOf, pageQuery, won } from '@/lib/wire'

export const accountSchema = z.strictObject({
  bankCode: z.enum(BANKS.map(([code]) => code)),
  /** Digits alone; spaces and hyphens that people type are left out. */
  accountNumber: z
    .string()
    .max(30)
    .transform((typed) => typed.replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{8,20}$/)),
  holderName: z.string().trim().min(1).max(60),
})

export const codeSchema = z.strictObject({ code: z.string().regex(/^\d{4}$/) })

const accountShape = z.object({
  bankCode: z.string(),
  accountNumber: z.string(),
  holderName: z.string(),
  status: z.enum(['VERIFYING', 'VERIFIED']),
  usableFrom: instant.nullable(),
})

const withdrawalShape = z.object({
  withdrawalId: z.string(),
  amount: won,
  withheld: won,
  status: z.enum(WITHDRAWAL_STATUSES),
  reason: z.string().nullable(),
  requestedAt: instant,
  completedAt: instant.nullable(),
})

export const setBankAccount = endpoint({
  method: 'PUT',
  path: '/owner/bank-account',
  summary: 'Begin to make an account the one that withdrawals go to: 1 won with a code is sent there',
  login: true,
  body: accountSchema,
  answers: { 200: accountShape },
  refusals: ['REAUTH_REQUIRED', 'ACCOUNT_FROZEN'],
})

export const verifyBankAccount = endpoint({
  method: 'POST',
  path: '/owner/bank-account/verify',
  summary: 'Give the code that came with the 1 won',
  login: true,
  body: codeSchema,
  answers: { 200: accountShape },
  refusals: ['REAUTH_REQUIRED', 'STATE_CONFLICT'],
})

export const makeWithdrawal = endpoint({
  method: 'POST',
  path: '/withdrawals',
  summary: 'Withdraw earnings to the bank account',
  login: true,
  idempotent: 'by itself',
  body: z.strictObject({ amount: amountSchema }),
  answers: { 202: withdrawalShape.pick({ withdrawalId: true, amount: true, status: true }) },
  refusals: [
    'INSUFFICIENT_BALANCE',
    'LIMIT_EXCEEDED',
    'DEBT_OUTSTANDING',
    'ACCOUNT_FROZEN',
    'STATE_CONFLICT',
    'IDEMPOTENCY_MISMATCH',
  ],
})

export const listWithdrawals = endpoint({
  method: 'GET',
  path: '/withdrawals',
  summary: "One's own withdrawals, newest first",
  login: true,
  query: z.object(pageQuery),
  answers: { 200: pageOf(withdrawalShape) },
})

export const getWithdrawal = endpoint({
  method: 'GET',
  path: '/withdrawals/{withdrawalId}',
  summary: 'Where a withdrawal stands',
  login: true,
  answers: { 200: withdrawalShape },
})
