import pg from 'pg'
import { approveAdjustment, rejectAdjustment } from '@/lib/adjustment/decide'
import { proposeAdjustment } from '@/lib/adjustment/propose'
import { advanceBookings } from '@/lib/booking/advance'
import { answerRequest } from '@/lib/booking/answer'
import { book } from '@/lib/booking/book'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { releaseEarnings } from '@/lib/booking/release'
import { registerCard } from '@/lib/charge/auto-topup/register-card'
import { resumeAutoTopUp } from '@/lib/charge/auto-topup/resume'
import { createRun, executeRun } from '@/lib/charge/auto-topup/run'
import { startAutoTopUp } from '@/lib/charge/auto-topup/start'
import { turnOffAutoTopUp } from '@/lib/charge/auto-topup/turn-off'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { followHint } from '@/lib/charge/hint'
import { recoverCharges } from '@/lib/charge/recover'
import type { Ctx } from '@/lib/context'
import { leave } from '@/lib/flows/leave'
import { keepBook } from '@/lib/jobs/keep-book'
import { recoverRefunds } from '@/lib/refund/recover'
import { refundCharges } from '@/lib/refund/refund-charges'
import type { Movement } from '@/lib/ledger/movements'
import { postSet } from '@/lib/ledger/post'
import { giveConsent } from '@/lib/terms/consent'
import { publishVersion, rejectVersion } from '@/lib/terms/decide'
import { draftVersion } from '@/lib/terms/draft'
import { approveWithdrawal, rejectWithdrawal } from '@/lib/withdrawal/approve'
import { cancelWithdrawal } from '@/lib/withdrawal/cancel'
import { requestWithdrawal } from '@/lib/withdrawal/request'
import { sendDue } from '@/lib/withdrawal/send-due'
import { followPayoutHint } from '@/lib/withdrawal/toss/hint'
import { withoutTimeLimits } from '../support/databases'
import { setScene } from '../support/scene'
import { newOperator } from '../withdrawal/support'
import { LIMITS } from './model'
import { WITHDRAWAL_LIMITS } from './withdrawals'
import { setSetting } from '../support/set-setting'

/** The product's verbs, as the commands call them; a planted bug takes the place of one. */
export const PRODUCT = {
  createOrder,
  confirmCharge,
  recoverCharges,
  followHint,
  keepBook,
  post,
  book,
  answerRequest,
  payBooking,
  cancelBooking,
  advanceBookings,
  releaseEarnings,
  refundCharges,
  recoverRefunds,
  agreeToTopUp: startAutoTopUp,
  registerCard,
  createRun,
  executeRun,
  turnOffAutoTopUp,
  resumeAutoTopUp,
  requestWithdrawal,
  approveWithdrawal,
  rejectWithdrawal,
  cancelWithdrawal,
  sendDue,
  followPayoutHint,
  proposeAdjustment,
  approveAdjustment,
  rejectAdjustment,
  draftVersion,
  publishVersion,
  rejectVersion,
  giveConsent,
  leave,
}
export type Product = typeof PRODUCT

/** Several movements in one call: a verdict for each, in their order. */
async function post(ctx: Ctx, movements: Movement[]): Promise<string[]> {
  const verdicts = await postSet(
    ctx.db,
    movements.map((movement) => ({ by: ctx, movement })),
  )
  return verdicts.map(({ verdict }) => verdict)
}

/** Monday noon in Seoul. The clock stands still but for the commands that move it, always by whole 20 s. */
const START = new Date('2026-11-23T12:00:00+09:00')
const CONNECTIONS = 6

export type World = Awaited<ReturnType<typeof openWorld>>

/** A database, a Toss and a clock, for one sequence of commands after the other. */
export async function openWorld(planted: Partial<Product> = {}) {
  const scene = await setScene({
    processingMs: 0,
    connections: CONNECTIONS,
    // Toss settles into the balance of payouts from the first day on, whoever carries withdrawals.
    withdrawBy: 'toss',
    machineClock: () => START.getTime(),
  })
  const superuser = new pg.Pool({ connectionString: scene.database.superuserUrl, max: 1 })
  // Nothing here crashes, so that nothing has to wait for the disk.
  await superuser.query(`alter database ${scene.database.name} set synchronous_commit = off`)
  withoutTimeLimits(scene.ctx.db)
  const value = Object.fromEntries(Object.entries(LIMITS).map(([name, won]) => [name, Number(won)]))
  await setSetting(scene.ctx.db, 'charge', value)
  const { min, perDay, approveAbove } = WITHDRAWAL_LIMITS
  const limits = { perDay, min: Number(min), approveAbove: Number(approveAbove) }
  await setSetting(scene.ctx.db, 'withdrawal', limits)
  const operators = [await newOperator(scene, 'admin'), await newOperator(scene, 'finance_approver')]
  let versions = 0
  const setSettlement = (delayHours: number | null) =>
    setSetting(scene.ctx.db, 'settlement', { delayHours }, new Date(versions++))
  const close = () => superuser.end().then(scene.close)
  return { ...scene, superuser, operators, setSettlement, product: { ...PRODUCT, ...planted }, close }
}
