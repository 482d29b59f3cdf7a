import type pg from 'pg'
import { connect, type Database } from '@/db/client'
import { withoutTimeLimits } from '../support/databases'

/** A statement or a call to Toss that is held until it is let through. */
type Held = { what: string; proceed: () => void }

/** Statements that no other session can tell apart by their moment: they pass at once. */
export type IsFree = (statement: string) => boolean

/** Takes a lock or the like out of a statement on its way: how a bug is planted in code that has none. */
export type Tamper = (statement: string) => string

/**
 * One session's gate: everything it says to the database or to Toss waits here until its turn.
 * `running` is our own code between two of them.
 */
export class Gate {
  state: 'idle' | 'running' | 'held' | 'in flight' | 'finished' = 'idle'
  /** The session's backend, once it has said anything to the database. */
  pid: number | null = null
  /** A parked statement can go on only after another session's locks are gone. */
  parked = false
  /** What was let through, in order. */
  passed: string[] = []
  private inTx = false
  private held: Held | null = null

  constructor(
    private readonly isFree: IsFree,
    private readonly changed: () => void,
  ) {}

  /** Plays a command behind the gate; never rejects. */
  start<T>(command: () => Promise<T>): Promise<T | { failed: unknown }> {
    Object.assign(this, { state: 'running', passed: [], parked: false, inTx: false })
    return command()
      .catch((failed: unknown) => ({ failed }))
      .finally(() => this.become('finished'))
  }

  get waitsFor(): string | null {
    return this.held?.what ?? null
  }

  /** Lets the held one through; answers whether locks may be gone once it is done. */
  release(): { freesLocks: boolean } {
    const { what, proceed } = this.held!
    this.held = null
    this.passed.push(what)
    this.state = 'in flight'
    const freesLocks = !this.inTx || /^(commit|rollback)/.test(what)
    if (/^(commit|rollback)/.test(what)) this.inTx = false
    proceed()
    return { freesLocks }
  }

  /** Holds `send` until it is released. Outside a schedule everything passes. */
  async pass<T>(what: string, pid: number | null, send: () => Promise<T>): Promise<T> {
    if (what.startsWith('begin')) this.inTx = true
    if (this.state === 'idle' || this.state === 'finished' || this.isFree(what)) return send()
    await new Promise<void>((proceed) => {
      this.held = { what, proceed }
      this.pid = pid ?? this.pid
      this.become('held')
    })
    try {
      return await send()
    } finally {
      this.parked = false
      this.become('running')
    }
  }

  private become(state: Gate['state']): void {
    this.state = state
    this.changed()
  }
}

/** The application's database as one session uses it: on a single connection, every statement through the gate. */
export function openGated(url: string, gate: Gate, tamper: Tamper): Database {
  const db = withoutTimeLimits(connect(url, { max: 1, applicationName: 'interleavings' }))
  db.$client.on('connect', (client) => {
    gateClient(client as GatedClient, gate, tamper)
  })
  return db
}

type Query = (...input: unknown[]) => Promise<unknown>
type Statement = string | { text: string }
type Callback = (error: unknown, result?: unknown) => void
type GatedClient = pg.PoolClient & { processID: number }

function gateClient(client: GatedClient, gate: Gate, tamper: Tamper): void {
  const query = client.query.bind(client) as unknown as Query
  const gated = (...input: unknown[]) => {
    const callback = typeof input.at(-1) === 'function' ? (input.pop() as Callback) : null
    const [asked, ...values] = input as [Statement, ...unknown[]]
    const text = tamper(typeof asked === 'string' ? asked : asked.text)
    const statement = typeof asked === 'string' ? text : { ...asked, text }
    const passed = gate.pass(text, client.processID, () => query(statement, ...values))
    if (!callback) return passed
    passed.then((result) => callback(null, result), callback)
    return undefined
  }
  client.query = gated as unknown as typeof client.query
}

/** Which of the sessions' backends wait for a lock of which other. */
export async function readBlockers(
  observer: pg.Client,
  pids: number[],
): Promise<{ pid: number; blockers: number[] }[]> {
  const { rows } = await observer.query<{ pid: number; blockers: number[] }>({
    name: 'blockers',
    text: 'select pid, pg_blocking_pids(pid) as blockers from unnest($1::int[]) pid',
    values: [pids],
  })
  return rows
}
