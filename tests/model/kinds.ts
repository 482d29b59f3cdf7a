import type { Kind } from './kind'
import { decideAdjustment, proposeAdjustment } from './kinds/adjustments'
import { advanceBookings, answerRequest, book, cancel, changeSettlement, pay, payAll } from './kinds/bookings'
import { confirm, confirmTwice } from './kinds/confirm'
import { createOrder, repeatOrder } from './kinds/create-order'
import { deposit, openAccount, undoDeposit } from './kinds/deposits'
import { chargeAsGuest, joinAnew, leave, settleUp } from './kinds/leave'
import { fund, post, postAtOnce, postMalformed } from './kinds/post'
import { recoverRefunds, refund } from './kinds/refunds'
import { hint, takeBack } from './kinds/taken-back'
import { resumeTopUp, topUp, turnTopUpOff, turnTopUpOn } from './kinds/topups'
import { advanceClock, freeze, keepBook, recover } from './kinds/time'
import { agree, publishTerms, termsBegin } from './kinds/terms'
import { authenticate, payLate, plantPayment } from './kinds/toss'
import {
  changeAccount,
  changeCarrier,
  judgeSeller,
  payoutHint,
  giveUpAtToss,
  tossFunds,
  tossPays,
} from './kinds/payouts'
import { bank, decide, withdraw } from './kinds/withdrawals'

type Part = { weight: number; kinds: Kind[] }

const CHARGES = [
  createOrder,
  repeatOrder,
  authenticate,
  plantPayment,
  payLate,
  confirm,
  confirmTwice,
  recover,
]
const TIME = [advanceClock, freeze]
const TERMS = [publishTerms, termsBegin, agree]
const TOP_UPS = [turnTopUpOn, turnTopUpOff, resumeTopUp, topUp]
const BOOKINGS = [book, answerRequest, pay, payAll, cancel, advanceBookings, changeSettlement]
const PAYOUTS = [changeCarrier, tossPays, giveUpAtToss, payoutHint, judgeSeller, tossFunds, changeAccount]

/** Commands that lead to something together. A new flow adds its own to a part, or a part of its own. */
const PARTS: Part[] = [
  { weight: 3, kinds: [...CHARGES, ...TIME, fund] },
  { weight: 1, kinds: [openAccount, deposit, undoDeposit, hint, recover, ...TIME] },
  {
    weight: 1,
    kinds: [chargeAsGuest, refund, recoverRefunds, openAccount, deposit, takeBack, hint, ...TIME],
  },
  { weight: 1, kinds: [...TOP_UPS, takeBack, hint, recover, ...TIME] },
  { weight: 2, kinds: [...BOOKINGS, chargeAsGuest, fund, takeBack, hint, ...TIME] },
  { weight: 1, kinds: [withdraw, decide, bank, ...TIME] },
  { weight: 2, kinds: [withdraw, decide, ...PAYOUTS, advanceClock] },
  { weight: 2, kinds: [createOrder, fund, post, postAtOnce, postMalformed, keepBook] },
  { weight: 1, kinds: [proposeAdjustment, decideAdjustment, withdraw, keepBook] },
  { weight: 1, kinds: [...TERMS, createOrder, authenticate, confirm, openAccount, turnTopUpOn] },
  // Debts, and who may put money in all the same.
  { weight: 2, kinds: [chargeAsGuest, book, pay, takeBack, hint, turnTopUpOn, topUp, withdraw] },
  { weight: 1, kinds: [chargeAsGuest, book, pay, takeBack, hint, createOrder, publishTerms, termsBegin] },
  { weight: 2, kinds: [joinAnew, chargeAsGuest, settleUp, leave, turnTopUpOn, book, refund, freeze] },
]

/** Every command that moves money or may. */
export const KINDS: Kind[] = [...new Set(PARTS.flatMap(({ kinds }) => kinds))]

const SWARM: Part[] = [{ weight: 4, kinds: KINDS }, ...PARTS]
const DRAWS = SWARM.flatMap(({ weight, kinds }) => Array.from({ length: weight }, () => kinds))

/**
 * What the sequences of a seed draw their commands from: all of them, or those of one part. What takes several of one
 * part in a row would hardly come up among all. Groce, Zhang, Eide, Chen and Regehr, "Swarm Testing" (2012).
 */
export function kindsOf(seed: number): Kind[] {
  return DRAWS[seed % DRAWS.length]!
}
