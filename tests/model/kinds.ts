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

/** Every command that moves money or may. A new flow adds its own here. */
export const KINDS: Kind[] = [
  createOrder,
  repeatOrder,
  authenticate,
  plantPayment,
  payLate,
  confirm,
  confirmTwice,
  recover,
  openAccount,
  deposit,
  undoDeposit,
  takeBack,
  hint,
  advanceClock,
  freeze,
  keepBook,
  fund,
  post,
  postAtOnce,
  postMalformed,
  book,
  answerRequest,
  pay,
  payAll,
  cancel,
  advanceBookings,
  changeSettlement,
  refund,
  recoverRefunds,
  turnTopUpOn,
  turnTopUpOff,
  resumeTopUp,
  topUp,
  withdraw,
  decide,
  proposeAdjustment,
  decideAdjustment,
  bank,
  changeCarrier,
  tossPays,
  giveUpAtToss,
  payoutHint,
  judgeSeller,
  tossFunds,
  changeAccount,
  publishTerms,
  termsBegin,
  agree,
  joinAnew,
  chargeAsGuest,
  settleUp,
  leave,
]
