import pg from 'pg'
import type { Database } from '@/db/client'
import { Gate, openGated, readBlockers, type IsFree, type Tamper } from './gate'

/** A statement that has not come back after this is looked up: it may wait for a lock. */
const QUIET_MS = 3

/** Which of the sessions that could go on does. */
export type Choose = (enabled: number[], gates: Gate[]) => number

/** A moment with a choice: who could have gone on, and who did. */
export type Decision = { enabled: number[]; chosen: number }

export type Played = {
  results: unknown[]
  decisions: Decision[]
  /** What was done in which order, as `A begin`. */
  steps: string[]
}

export const letter = (session: number): string => 'ABC'[session]!

/** Some sessions of one database, and the controller that says whose turn it is. */
export class Sessions {
  private readonly gates: Gate[]
  readonly databases: Database[]
  private notify: () => void = () => undefined

  private constructor(
    private readonly observer: pg.Client,
    appUrl: string,
    count: number,
    isFree: IsFree,
    tamper: Tamper,
  ) {
    this.gates = Array.from({ length: count }, () => new Gate(isFree, () => this.notify()))
    this.databases = this.gates.map((gate) => openGated(appUrl, gate, tamper))
  }

  static async open(
    urls: { appUrl: string; superuserUrl: string },
    count: number,
    isFree: IsFree,
    tamper: Tamper = (statement) => statement,
  ): Promise<Sessions> {
    const observer = new pg.Client({ connectionString: urls.superuserUrl })
    await observer.connect()
    return new Sessions(observer, urls.appUrl, count, isFree, tamper)
  }

  gate(session: number): Gate {
    return this.gates[session]!
  }

  async close(): Promise<void> {
    await Promise.all(this.databases.map((db) => db.$client.end()))
    await this.observer.end()
  }

  /** Plays one command per session, one statement at a time, in the order that `choose` gives. */
  async play(commands: (() => Promise<unknown>)[], choose: Choose): Promise<Played> {
    const gates = this.gates.slice(0, commands.length)
    const works = commands.map((command, session) => gates[session]!.start(command))
    const decisions: Played['decisions'] = []
    const steps: string[] = []
    for (;;) {
      await this.untilStill(gates)
      const enabled = gates.flatMap((gate, session) => (gate.state === 'held' ? [session] : []))
      if (enabled.length === 0) break
      const chosen = enabled.length === 1 ? enabled[0]! : choose(enabled, gates)
      if (enabled.length > 1) decisions.push({ enabled, chosen })
      const gate = gates[chosen]!
      steps.push(`${letter(chosen)} ${gate.waitsFor!}`)
      const { freesLocks } = gate.release()
      if (freesLocks) for (const other of gates) other.parked = false
    }
    return { results: await Promise.all(works), decisions, steps }
  }

  /** Until every session is at its gate, waits for another's lock, or has finished. */
  private async untilStill(gates: Gate[]): Promise<void> {
    for (;;) {
      const moving = gates.filter(
        ({ state, parked }) => state === 'running' || (state === 'in flight' && !parked),
      )
      if (moving.length === 0 && gates.some(({ state }) => state === 'held')) return
      if (gates.every(({ state }) => state === 'finished')) return
      const flying = gates.filter(({ state }) => state === 'in flight')
      const mayBeBlocked = moving.every(({ state }) => state === 'in flight')
      if (await this.changeWithin(mayBeBlocked ? QUIET_MS : null)) continue
      await this.park(gates, flying)
    }
  }

  /** True once a session has moved; false when none has for that long. */
  private changeWithin(ms: number | null): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = ms === null ? null : setTimeout(() => resolve(false), ms)
      this.notify = () => {
        if (timer) clearTimeout(timer)
        resolve(true)
      }
    })
  }

  /** Parks whoever waits for a session that stands at its gate; a deadlock is left to the database. */
  private async park(gates: Gate[], flying: Gate[]): Promise<void> {
    const byPid = new Map(flying.flatMap((gate) => (gate.pid === null ? [] : [[gate.pid, gate] as const])))
    const waits = await readBlockers(this.observer, [...byPid.keys()])
    const standing = new Set(
      gates.filter(({ state, parked }) => state === 'held' || parked).map(({ pid }) => pid),
    )
    let found = true
    while (found) {
      found = false
      for (const { pid, blockers } of waits) {
        const gate = byPid.get(pid)!
        if (gate.parked || gate.state !== 'in flight' || !blockers.some((blocker) => standing.has(blocker)))
          continue
        gate.parked = true
        standing.add(pid)
        found = true
      }
    }
  }
}
