import fc from 'fast-check'
import { expect } from 'vitest'
import type { Draft } from '@/lib/adjustment/draft'
import { previewAdjustment } from '@/lib/adjustment/preview'
import { newId } from '@/lib/ids'
import { answerOf } from '../answer'
import { kind, pick, pickLikely, which } from '../kind'
import type { ModelAdjustment, Person } from '../model'

const codeOf = (answer: object | void) => (answer && 'code' in answer ? (answer.code as string) : null)
const earns = ({ wallets }: Person) => wallets.withdrawable > 0n
const waits = ({ status }: ModelAdjustment) => status === 'PENDING'

/** Only what is taken from earnings: what an adjustment gives is a lot of its own, which no order here knows of. */
const SIZES = {
  'a third': (held: bigint) => held / 3n + 1n,
  'all of it': (held: bigint) => held,
  'one won too much': (held: bigint) => held + 1n,
}

/** An operator asks for a fee that was missed, out of what an owner has earned. */
export const proposeAdjustment = kind({
  name: 'propose an adjustment',
  weight: 8,
  outcomes: ['proposed', 'INSUFFICIENT_BALANCE'],
  wish: fc.record({
    who: which,
    size: fc.constantFrom(
      'a third' as const,
      'a third' as const,
      'all of it' as const,
      'one won too much' as const,
    ),
  }),
  fits: ({ people }) => people.some(earns),
  async run(model, { ctx, operators, product }, { who, size }) {
    const owner = pick(model.people.filter(earns), who)
    const amount = SIZES[size](owner.wallets.withdrawable)
    const draft: Draft = {
      id: newId(),
      type: 'adjustment',
      legs: [
        { account: 'withdrawable', amount: String(-amount), user: owner.id },
        { account: 'fee_revenue', amount: String(amount) },
      ],
    }
    const preview = await answerOf(previewAdjustment(ctx.db, draft))
    const refused = amount > owner.wallets.withdrawable ? 'INSUFFICIENT_BALANCE' : null
    expect(codeOf(preview)).toBe(refused)
    if (refused) return refused
    const { hash } = preview as { hash: string }
    const asked = { operatorId: operators[0]!, draft, hash, reason: '수수료 누락' }
    await product.proposeAdjustment(ctx, asked)
    await product.proposeAdjustment(ctx, asked)
    model.adjustments.push({ id: draft.id, hash, owner, amount, status: 'PENDING' })
    return 'proposed'
  },
})

/** Another one agrees or does not, however long after; what was asked for is posted if it still can be. */
export const decideAdjustment = kind({
  name: 'decide on an adjustment',
  weight: 12,
  outcomes: ['posted', 'rejected', 'FORBIDDEN', 'STATE_CONFLICT', 'INSUFFICIENT_BALANCE'],
  wish: fc.record({ which, how: fc.constantFrom('agree', 'agree', 'agree', 'reject', 'who asked agrees') }),
  fits: ({ adjustments }) => adjustments.length > 0,
  async run(model, { ctx, operators, product }, { which: at, how }) {
    const one = pickLikely(model.adjustments, waits, at)
    const operatorId = how === 'who asked agrees' ? operators[0]! : operators[1]!
    const decision = { operatorId, adjustmentId: one.id, hash: one.hash, reason: '다시 확인' }
    const verb = how === 'reject' ? product.rejectAdjustment : product.approveAdjustment
    const answer = await answerOf(verb(ctx, decision).then(() => ({})))
    const refused = refuse(one, how)
    expect(codeOf(answer)).toBe(refused)
    if (refused) return refused
    if (how === 'reject') {
      one.status = 'REJECTED'
      return 'rejected'
    }
    one.status = 'POSTED'
    one.owner.wallets.withdrawable -= one.amount
    return 'posted'
  },
})

function refuse({ status, amount, owner }: ModelAdjustment, how: string) {
  if (how === 'who asked agrees') return 'FORBIDDEN'
  if (status !== 'PENDING') return 'STATE_CONFLICT'
  return how === 'agree' && amount > owner.wallets.withdrawable ? 'INSUFFICIENT_BALANCE' : null
}
