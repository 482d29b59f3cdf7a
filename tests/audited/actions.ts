import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { autoTopUps } from '@/db/schema/auto-topup'
import { previewAdjustment } from '@/lib/adjustment/preview'
import { proposeAdjustment } from '@/lib/adjustment/propose'
import { CONSENT_VERSION } from '@/lib/charge/auto-topup/consent'
import { readTopUpOffer } from '@/lib/flows/top-up-and-pay'
import type { Role } from '@/lib/identity/duties'
import { requestPasswordReset } from '@/lib/identity/request-password-reset'
import { offerSecondFactor } from '@/lib/identity/second-factor/enrol'
import { codeOf as totpOf, stepAt } from '@/lib/identity/second-factor/totp'
import { socialSignUpPath } from '@/lib/identity/social-login'
import { newId, newOrderId } from '@/lib/ids'
import { freezeMember } from '@/lib/member/freeze'
import { unfreezeMember } from '@/lib/member/unfreeze'
import { flip } from '@/lib/settings/flip'
import { proposeSetting } from '@/lib/settings/propose'
import { addBlackout } from '@/lib/space/add-blackout'
import { addPhoto } from '@/lib/space/add-photo'
import { addDays, addMs, HOUR_MS, kstDay } from '@/lib/time'
import { receiveWebhook } from '@/lib/webhook/receive'
import { registerAccount } from '@/lib/withdrawal/register-account'
import { sendDue } from '@/lib/withdrawal/send-due'
import { bookHours, hourOf, newKey, newPlace, paidBooking, richRenter } from '../booking/support'
import { turnedOn, withCard } from '../charge/auto-topup/support'
import { jpeg } from '../support/pictures'
import { paidOrder, type Scene } from '../support/scene'
import { spaceFields } from '../support/space-form'
import { charged } from '../refund/support'
import {
  accountOf,
  codeOf,
  ENDING,
  freshLogin,
  newOperator,
  request,
  richOwner,
  settled,
} from '../withdrawal/support'
import { CONSENTS, enrolled, held, mailedToken, newMember, newUser, PASSWORD, waiting } from './support'

/** Who sends a form, and what is in it: enough for the action to succeed. */
export type Sent = { as?: string; form?: Record<string, string | File> }

const reason = '확인을 마쳤어요.'

/** One way to succeed for every server action, by its file and name. */
export function actionsOf(scene: Scene): Record<string, () => Promise<Sent>> {
  const { ctx } = scene
  const operator = (role: Role) => newOperator(scene, role)
  const today = () => kstDay(ctx.now())

  /** An adjustment that waits for the second person. */
  async function proposed() {
    const draft = {
      id: newId(),
      type: 'bank_transfer' as const,
      legs: [
        { account: 'safeguarded_bank' as const, amount: '-100' },
        { account: 'operating_bank' as const, amount: '100' },
      ],
    }
    const { hash } = await previewAdjustment(ctx.db, draft)
    return { draft, hash }
  }
  async function pending() {
    const { draft, hash } = await proposed()
    await proposeAdjustment(ctx, { operatorId: await operator('finance_maker'), draft, hash, reason })
    return { adjustmentId: draft.id, hash }
  }
  async function proposal(key: 'autoTopUp' | 'booking', value: object) {
    const operatorId = await operator('finance_maker')
    return proposeSetting(ctx, { operatorId, key, value, startsAt: null, reason })
  }
  async function frozen(amount = 0n, asked = false) {
    const userId = await richRenter(scene, amount)
    const operatorId = await operator('support')
    await freezeMember(ctx, { operatorId, userId, reason })
    if (asked) await unfreezeMember(ctx, { operatorId, userId, reason })
    return userId
  }
  async function verifying() {
    const userId = await newUser(scene)
    const sessionId = await freshLogin(scene, userId)
    const own = { ...ctx, address: userId }
    const { accountId } = await registerAccount(own, { userId, sessionId, account: accountOf('1234') })
    return { userId, accountId }
  }
  async function withPhoto() {
    const { ownerId, spaceId } = await newPlace(scene)
    const { photoId } = await addPhoto(ctx, { ownerId, spaceId, file: await jpeg() })
    return { as: ownerId, form: { spaceId, photoId } }
  }
  const blackout = () => ({
    startDay: addDays(today(), 5),
    startHour: '0',
    endDay: addDays(today(), 5),
    endHour: '5',
  })

  return {
    'app/(auth)/login/actions.ts#forgotPasswordAction': async () => ({
      form: { email: (await newMember(scene)).email },
    }),
    'app/(auth)/login/actions.ts#resetPasswordAction': async () => {
      const { userId, email } = await newMember(scene)
      await requestPasswordReset(ctx, email)
      return { form: { token: await mailedToken(scene, userId), newPassword: `${PASSWORD} 2` } }
    },
    'app/(auth)/login/second-factor/actions.ts#enterAction': async () => {
      const { userId, recoveryCode } = await enrolled(scene)
      return { as: userId, form: { code: recoveryCode, next: '/admin' } }
    },
    'app/(auth)/login/second-factor/actions.ts#enrolAction': async () => {
      const userId = await operator('viewer')
      const { key, sealed } = offerSecondFactor(ctx, userId)
      return { as: userId, form: { code: totpOf(key, stepAt(ctx.now())), next: '', offer: sealed } }
    },
    'app/(auth)/signup/actions.ts#signUpAction': async () => ({
      form: { name: '김하늘', email: `${newId()}@example.com`, password: PASSWORD, ...CONSENTS },
    }),
    'app/(auth)/signup/social/actions.ts#signUpSocialAction': async () => {
      const path = await socialSignUpPath({ provider: 'kakao', providerAccountId: newId(), name: '김하늘' })
      const ticket = new URL(path, 'http://site').searchParams.get('ticket')!
      return { form: { ticket, name: '김하늘', ...CONSENTS } }
    },
    'app/account/actions.ts#changePasswordAction': async () => ({
      as: (await newMember(scene)).userId,
      form: { currentPassword: PASSWORD, newPassword: `${PASSWORD} 2` },
    }),
    'app/account/actions.ts#logoutAction': async () => ({ as: await newUser(scene) }),

    'app/admin/adjustments/actions.ts#proposeAction': async () => {
      const { draft, hash } = await proposed()
      return { as: await operator('finance_maker'), form: { draft: JSON.stringify(draft), hash, reason } }
    },
    'app/admin/adjustments/actions.ts#approveAction': async () => ({
      as: await operator('finance_approver'),
      form: await pending(),
    }),
    'app/admin/adjustments/actions.ts#rejectAction': async () => ({
      as: await operator('finance_approver'),
      form: { adjustmentId: (await pending()).adjustmentId, reason },
    }),
    'app/admin/go-live/actions.ts#recordAction': async () => ({
      as: await operator('admin'),
      form: { kind: 'small_payment', day: today(), note: reason },
    }),
    'app/admin/members/actions.ts#unmaskAction': async () => ({
      as: await operator('support'),
      form: { userId: await newUser(scene), reason },
    }),
    'app/admin/members/actions.ts#freezeAction': async () => ({
      as: await operator('support'),
      form: { userId: await newUser(scene), reason },
    }),
    'app/admin/members/actions.ts#unfreezeAction': async () => ({
      as: await operator('risk'),
      form: { userId: await frozen(), reason },
    }),
    'app/admin/members/actions.ts#agreeAction': async () => ({
      as: await operator('risk'),
      form: { userId: await frozen(1_500_000n, true) },
    }),
    'app/admin/members/actions.ts#refuseAction': async () => ({
      as: await operator('risk'),
      form: { userId: await frozen(1_500_000n, true), reason },
    }),
    'app/admin/operators/actions.ts#removeAction': async () => ({
      as: await operator('admin'),
      form: { userId: (await enrolled(scene)).userId, reason },
    }),
    'app/admin/settings/actions.ts#flipAction': async () => {
      const operatorId = await operator('risk')
      await flip(ctx, { operatorId, which: 'auto_top_up', on: false, reason })
      return { as: operatorId, form: { which: 'auto_top_up', on: 'yes', reason } }
    },
    'app/admin/settings/actions.ts#proposeAction': async () => ({
      as: await operator('finance_maker'),
      form: { key: 'freeze', secondAbove: '900000', startsAt: '', reason },
    }),
    'app/admin/settings/actions.ts#approveAction': async () => ({
      as: await operator('finance_approver'),
      form: { id: await proposal('autoTopUp', { monthlyMax: 1_900_000 }) },
    }),
    'app/admin/settings/actions.ts#rejectAction': async () => ({
      as: await operator('finance_approver'),
      form: { id: await proposal('booking', { holdMinutes: 11 }) },
    }),
    'app/admin/webhooks/actions.ts#replayAction': async () => {
      const orderId = newOrderId()
      const raw = Buffer.from(
        JSON.stringify({ eventType: 'PAYMENT_STATUS_CHANGED', data: { orderId, status: 'DONE' } }),
      )
      await receiveWebhook(ctx, { headers: new Headers(), raw })
      const { rows } = await ctx.db.execute<{ id: string }>(
        sql`select id from webhook_events where order_id = ${orderId}`,
      )
      return { as: await operator('support'), form: { id: rows[0]!.id } }
    },
    'app/admin/withdrawals/actions.ts#approveAction': async () => ({
      as: await operator('finance_approver'),
      form: { withdrawalId: (await waiting(scene)).withdrawalId },
    }),
    'app/admin/withdrawals/actions.ts#approveSeveralAction': async () => ({
      as: await operator('finance_approver'),
      form: { withdrawalIds: (await waiting(scene)).withdrawalId, reason },
    }),
    'app/admin/withdrawals/actions.ts#rejectAction': async () => ({
      as: await operator('finance_approver'),
      form: { withdrawalId: (await waiting(scene)).withdrawalId, reason },
    }),
    'app/admin/withdrawals/actions.ts#retryAction': async () => {
      const { userId } = await richOwner(scene, 90_000n, ENDING.fails)
      const { id } = await request(scene, userId, 40_000n)
      await settled(scene, id)
      return { as: await operator('finance_approver'), form: { withdrawalId: id } }
    },
    'app/admin/withdrawals/transfers/actions.ts#makeBatchAction': async () => {
      const { userId } = await richOwner(scene, 90_000n)
      await request(scene, userId, 40_000n)
      await sendDue({ ...ctx, withdrawBy: 'manual' })
      return { as: await operator('finance_maker') }
    },
    'app/admin/withdrawals/transfers/actions.ts#applyResultsAction': async () => {
      const csv = '입금계좌번호,이체금액,내통장표시,처리결과,오류사유\n1234,1000,PP0000001,정상,'
      return { as: await operator('finance_maker'), form: { file: new File([csv], 'results.csv') } }
    },
    'app/admin/reconciliation/bank/actions.ts#importAction': async () => {
      const day = addDays(today(), -1)
      const csv = `거래일시,적요,출금액,입금액,거래후잔액\n${day} 10:00:00,이자,0,100,100`
      const confirm = createHash('sha256').update(csv).digest('hex')
      return { as: await operator('finance_maker'), form: { file: new File([csv], 'bank.csv'), confirm } }
    },
    'app/admin/withholding/actions.ts#setWithholdingAction': async () => ({
      as: await operator('finance_maker'),
      form: { email: (await newMember(scene)).email, kind: 'none', effectiveFrom: addDays(today(), 1) },
    }),

    'app/bookings/[id]/actions.ts#payAction': async () => {
      const { userId, bookingId } = await held(scene, 30_000n)
      return { as: userId, form: { bookingId } }
    },
    'app/bookings/[id]/actions.ts#chargeAndPayAction': async () => {
      const { userId, bookingId } = await held(scene, 0n)
      return { as: userId, form: { bookingId, requestKey: newKey() } }
    },
    'app/bookings/[id]/actions.ts#topUpAndPayAction': async () => {
      const { userId } = await turnedOn(scene)
      const { bookingId } = await held(scene, 0n, userId)
      const offer = await readTopUpOffer(ctx, userId, 20_000n)
      return { as: userId, form: { bookingId, requestKey: newKey(), amount: String(offer!.amount) } }
    },
    'app/bookings/[id]/actions.ts#cancelAction': async () => {
      const { userId, bookingId } = await held(scene, 0n)
      return { as: userId, form: { bookingId, atLeast: '0' } }
    },

    'app/owner/(home)/actions.ts#scheduleAction': async () => ({
      as: (await richOwner(scene, 0n)).userId,
      form: { cadence: 'weekly', day: '1' },
    }),
    'app/owner/account/actions.ts#registerAccountAction': async () => ({
      as: await newUser(scene),
      form: accountOf('1234'),
    }),
    'app/owner/account/actions.ts#verifyAccountAction': async () => {
      const { userId, accountId } = await verifying()
      return { as: userId, form: { code: await codeOf(scene, accountId) } }
    },
    'app/owner/account/actions.ts#giveUpAccountAction': async () => ({ as: (await verifying()).userId }),
    'app/owner/account/actions.ts#sayBusinessAction': async () => ({
      as: await newUser(scene),
      form: { kind: 'sole', number: '123-45-67891' },
    }),
    'app/owner/account/actions.ts#savePayeeAction': async () => ({
      as: await newUser(scene),
      form: { businessType: 'INDIVIDUAL', name: '김하늘', email: 'sky@example.com', phone: '010-1234-5678' },
    }),
    'app/owner/bookings/actions.ts#answerAction': async () => {
      const place = await newPlace(scene, { booking: 'approval' })
      const { id } = await bookHours(scene, { ...place, renterId: await newUser(scene) })
      return { as: place.ownerId, form: { bookingId: id, answer: 'accept' } }
    },
    'app/owner/bookings/actions.ts#cancelAsOwnerAction': async () => {
      const place = await newPlace(scene)
      const { id } = await paidBooking(scene, { ...place, renterId: await richRenter(scene, 50_000n) })
      return { as: place.ownerId, form: { bookingId: id } }
    },
    'app/owner/spaces/actions.ts#registerSpaceAction': async () => ({
      as: await newUser(scene),
      form: spaceFields(),
    }),
    'app/owner/spaces/actions.ts#editSpaceAction': async () => {
      const { ownerId, spaceId } = await newPlace(scene)
      return { as: ownerId, form: { spaceId, ...spaceFields({ capacity: '9' }) } }
    },
    'app/owner/spaces/actions.ts#changeStatusAction': async () => {
      const { ownerId, spaceId } = await newPlace(scene)
      return { as: ownerId, form: { spaceId, status: 'closed' } }
    },
    'app/owner/spaces/actions.ts#addBlackoutAction': async () => {
      const { ownerId, spaceId } = await newPlace(scene)
      return { as: ownerId, form: { spaceId, ...blackout() } }
    },
    'app/owner/spaces/actions.ts#removeBlackoutAction': async () => {
      const { ownerId, spaceId } = await newPlace(scene)
      const startsAt = hourOf(ctx, 6, 0)
      await addBlackout(ctx, { ownerId, spaceId, startsAt, endsAt: addMs(startsAt, HOUR_MS) })
      const { rows } = await ctx.db.execute<{ id: string }>(
        sql`select id from space_blackouts where space_id = ${spaceId}::uuid`,
      )
      return { as: ownerId, form: { spaceId, blackoutId: rows[0]!.id } }
    },
    'app/owner/spaces/actions.ts#chooseCoverAction': withPhoto,
    'app/owner/spaces/actions.ts#removePhotoAction': withPhoto,
    'app/owner/withdrawals/actions.ts#withdrawAction': async () => ({
      as: (await richOwner(scene, 90_000n)).userId,
      form: { key: newKey(), amount: '40000' },
    }),
    'app/owner/withdrawals/actions.ts#cancelWithdrawalAction': async () => {
      const { userId, withdrawalId } = await waiting(scene)
      return { as: userId, form: { withdrawalId } }
    },

    'app/spaces/[id]/actions.ts#bookAction': async () => {
      const { spaceId } = await newPlace(scene)
      const [startAt, endAt] = [hourOf(ctx, 3, 10), hourOf(ctx, 3, 12)].map((at) => at.toISOString()) as [
        string,
        string,
      ]
      const form = { spaceId, day: addDays(today(), 3), startAt, endAt, requestKey: newKey() }
      return { as: await newUser(scene), form }
    },
    'app/wallet/auto-topup/actions.ts#startAutoTopUpAction': async () => {
      const figures = { amount: '10000', monthlyCap: '50000', onShortage: 'on', threshold: '5000' }
      return { as: await newUser(scene), form: { ...figures, consent: CONSENT_VERSION } }
    },
    'app/wallet/auto-topup/actions.ts#registerCardAction': async () => {
      const { userId, customerKey, authKey } = await withCard(scene)
      return { as: userId, form: { customerKey, authKey } }
    },
    'app/wallet/auto-topup/actions.ts#resumeAutoTopUpAction': async () => {
      const { userId } = await turnedOn(scene)
      const paused = { state: 'PAUSED', pauseReason: 'failures' } as const
      await ctx.db.update(autoTopUps).set(paused).where(eq(autoTopUps.userId, userId))
      return { as: userId }
    },
    'app/wallet/auto-topup/actions.ts#turnOffAutoTopUpAction': async () => ({
      as: (await turnedOn(scene)).userId,
    }),
    'app/wallet/charge/actions.ts#createOrderAction': async () => ({
      as: await newUser(scene),
      form: { amount: '10000' },
    }),
    'app/wallet/charge/success/actions.ts#confirmChargeAction': async () => {
      const { userId, orderId, paymentKey } = await paidOrder(scene, 10_000n)
      return { as: userId, form: { orderId, paymentKey, amount: '10000' } }
    },
    'app/wallet/refund/actions.ts#refundAction': async () => {
      const { userId, orderId } = await charged(scene, 10_000n)
      return { as: userId, form: { key: newKey(), parts: `${orderId}:10000` } }
    },
  }
}
