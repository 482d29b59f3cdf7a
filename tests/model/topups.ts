import type { ErrorCode } from '@/lib/errors'
import { addMs, MINUTE_MS, startOfKstMonth } from '@/lib/time'
import { FRESH, type Model, type ModelOrder, type Person } from './model'

/** What everybody here agrees to for a month. */
export const TOPUP_CAP = 60_000n
const MOST_FAILURES = 3

export type TopUp = {
  id: string
  state: 'ON' | 'PAUSED' | 'OFF'
  /** Whether its card is always declined. */
  bad: boolean
  failures: number
}

/** The automatic top-ups as they are promised: the newest consent of each person. */
export class TopUps {
  states = new Map<Person, TopUp>()
  private runs: ModelOrder[] = []
  /** Under which consent a run was begun. */
  private consents = new Map<ModelOrder, string>()

  constructor(private readonly model: Model) {}

  turnOn(person: Person, id: string, bad: boolean): void {
    this.states.set(person, { id, state: 'ON', bad, failures: 0 })
  }

  /** What a person has that is not off. */
  of(person: Person): TopUp | undefined {
    const topUp = this.states.get(person)
    return topUp?.state === 'OFF' ? undefined : topUp
  }

  isRun(order: ModelOrder): boolean {
    return this.runs.includes(order)
  }

  underWay(owner: Person): boolean {
    return this.runs.some(
      (run) => run.owner === owner && (run.status === 'READY' || run.status === 'CONFIRMING'),
    )
  }

  /** The order of a run, of which Toss knows nothing yet; nobody has begun it after a minute. */
  begin(id: string, owner: Person, amount: bigint): ModelOrder {
    const run: ModelOrder = {
      ...{ id, owner, amount, status: 'READY', requestKey: '', key: null, payment: null },
      ...{ expiresAt: addMs(this.model.now, MINUTE_MS), confirmingAt: null, approvedAt: null },
      ...{ answered: false, bound: null, lookedAt: null, hintedAt: null, takenBack: 0n },
      ...{ undone: 0, watchAt: null },
    }
    this.runs.push(run)
    this.consents.set(run, this.states.get(owner)!.id)
    this.model.orders.push(run)
    return run
  }

  refuse(run: ModelOrder, { state }: TopUp): ErrorCode | null {
    const { owner, amount } = run
    if (owner.frozen) return 'ACCOUNT_FROZEN'
    if (state !== 'ON') return 'STATE_CONFLICT'
    if (owner.wallets.charge_debt < 0n) return 'DEBT_OUTSTANDING'
    const beyond = this.usedBy(owner) + amount > TOPUP_CAP
    if (beyond || amount > this.model.room(owner, run)) return 'LIMIT_EXCEEDED'
    return this.model.deposits.full(owner) ? 'RATE_LIMITED' : null
  }

  /** An accepted run: the card is charged at once, or declined. */
  charge(run: ModelOrder, topUp: TopUp, { key, lost }: { key: string | null; lost: boolean }): void {
    const { now } = this.model
    Object.assign(run, { status: 'CONFIRMING', confirmingAt: now, lookedAt: now })
    if (key) {
      const taken = { ...FRESH, status: 'DONE' as const }
      run.payment = { ...taken, key, amount: run.amount, at: now }
    }
    if (lost) return
    if (key) this.model.look(run, { confirm: null, deaf: false })
    else this.decline(run, topUp)
  }

  /** What the end of a run means for those to come. */
  follow(order: ModelOrder): void {
    const topUp = this.isRun(order) && this.states.get(order.owner)
    if (!topUp || topUp.id !== this.consents.get(order)) return
    if (order.status === 'DONE') topUp.failures = 0
    if (order.status === 'NEEDS_REVIEW' && topUp.state === 'ON') topUp.state = 'PAUSED'
  }

  private decline(run: ModelOrder, topUp: TopUp): void {
    run.status = 'FAILED'
    topUp.failures++
    if (topUp.failures >= MOST_FAILURES) topUp.state = 'PAUSED'
  }

  /** What counts in this month: what was taken, or may still be. */
  private usedBy(owner: Person): bigint {
    const from = startOfKstMonth(this.model.now)
    return this.runs
      .filter((run) => run.owner === owner && run.confirmingAt !== null && run.confirmingAt >= from)
      .filter(
        ({ status, approvedAt }) =>
          ['CONFIRMING', 'DONE', 'NEEDS_REVIEW'].includes(status) || (status === 'CANCELED' && approvedAt),
      )
      .reduce((total, { amount }) => total + amount, 0n)
  }
}
