import { advanceBookings } from '@/lib/booking/advance'
import { releaseEarnings } from '@/lib/booking/release'
import { tellPaid } from '@/lib/booking/tell-paid'
import { lookAfterCards } from '@/lib/charge/auto-topup/look-after'
import { topUpBalances } from '@/lib/charge/auto-topup/top-up-balances'
import { recoverCharges } from '@/lib/charge/recover'
import type { Ctx } from '@/lib/context'
import { applyWebhooks } from '@/lib/flows/apply-webhooks'
import { CATCH_UP_EVERY_MS, catchUp } from '@/lib/flows/catch-up'
import { payFromCharges } from '@/lib/flows/charge-and-pay'
import { sendMail } from '@/lib/notification/send-mail'
import { proveDeposits } from '@/lib/proof/prove'
import { recoverRefunds } from '@/lib/refund/recover'
import { tellOfVersions } from '@/lib/terms/tell'
import { checkSafeguarding } from '@/lib/safeguard/check'
import { checkAtBank } from '@/lib/safeguard/check-at-bank'
import { withdrawBySchedule } from '@/lib/withdrawal/schedule'
import { sendDue } from '@/lib/withdrawal/send-due'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/time'
import { keepBook } from './keep-book'
import { reconcileNightly } from './reconcile-nightly'
import { removeExpired } from './remove-expired'
import { VERIFY_EVERY_MS, verifyBook } from './verify-book'

export type Job = { name: string; everyMs: number; run(ctx: Ctx): Promise<unknown> }

async function checkByBookAndBank(ctx: Ctx): Promise<void> {
  await checkSafeguarding(ctx)
  await checkAtBank(ctx)
}

/**
 * What runs beside the web. Each job looks for rows whose state says that something is due, so it may run late,
 * twice or in many processes at once.
 */
export const JOBS: Job[] = [
  { name: 'recover-charges', everyMs: SECOND_MS, run: recoverCharges },
  { name: 'apply-webhooks', everyMs: SECOND_MS, run: applyWebhooks },
  { name: 'catch-up', everyMs: CATCH_UP_EVERY_MS, run: catchUp },
  { name: 'recover-refunds', everyMs: SECOND_MS, run: recoverRefunds },
  { name: 'pay-from-charges', everyMs: SECOND_MS, run: (ctx) => payFromCharges(ctx) },
  { name: 'top-up-balances', everyMs: 10 * SECOND_MS, run: topUpBalances },
  { name: 'look-after-cards', everyMs: SECOND_MS, run: lookAfterCards },
  { name: 'tell-paid', everyMs: SECOND_MS, run: tellPaid },
  { name: 'advance-bookings', everyMs: 5 * SECOND_MS, run: advanceBookings },
  { name: 'release-earnings', everyMs: MINUTE_MS, run: releaseEarnings },
  { name: 'send-withdrawals', everyMs: SECOND_MS, run: sendDue },
  { name: 'withdraw-by-schedule', everyMs: MINUTE_MS, run: withdrawBySchedule },
  { name: 'tell-of-versions', everyMs: 10 * SECOND_MS, run: (ctx) => tellOfVersions(ctx) },
  { name: 'send-mail', everyMs: SECOND_MS, run: sendMail },
  { name: 'keep-book', everyMs: MINUTE_MS, run: keepBook },
  { name: 'prove-deposits', everyMs: MINUTE_MS, run: (ctx) => proveDeposits(ctx) },
  { name: 'check-safeguarding', everyMs: MINUTE_MS, run: checkByBookAndBank },
  { name: 'verify-book', everyMs: VERIFY_EVERY_MS, run: verifyBook },
  { name: 'reconcile', everyMs: MINUTE_MS, run: reconcileNightly },
  { name: 'remove-expired', everyMs: HOUR_MS, run: removeExpired },
]
