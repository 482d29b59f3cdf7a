import pg from 'pg'
import { connect } from '@/db/client'
import type { Ctx } from '@/lib/context'
import { createSealer } from '@/lib/seal'
import { addMs, DAY_MS, SECOND_MS } from '@/lib/time'
import { createDatabase } from '../support/databases'
import { expectSound } from '../support/scene'
import type { Tamper } from './gate'
import type { Command } from './commands'
import { nextOrder, evenly, follow, pathOf, inWholeSteps } from './orders'
import { letter, Sessions, type Choose, type Played } from './schedule'
import { readPaid } from './payouts'
import { ScriptedBank } from './scripted-bank'
import { ScriptedPayouts } from './scripted-payouts'
import { ScriptedToss } from './scripted-toss'
import { CAP, readTable, setDue, setTables, type Table } from './table'
import { setSetting } from '../support/set-setting'

const MOST_SESSIONS = 3
const TABLES_AT_ONCE = 60
/** A Monday at ten in Seoul, when Toss pays at once. */
const MOMENT = new Date('2026-11-30T10:00:00+09:00')

/**
 * Statements of which no other session can tell when they came: they take no lock and no snapshot that lasts, or
 * read what nothing here writes. To wait at them too would only multiply orders that are the same.
 */
const FREE =
  /^begin|pg_current_xact_id_if_assigned|pg_notify|^(?!.* for (no key )?update)select .* from "(settings|users|bank_accounts)"|^select count\(\*\) from "orders"|^insert into "audit_log"/

/** What a group of commands may leave, and how long each of them is. */
type Serial = { outcomes: Set<string>; lengths: number[] }

export type Explored = { schedules: number; exhausted: boolean; seen: Set<string> }

export type Lane = Awaited<ReturnType<typeof openLane>>

/** A database of its own with three sessions, where schedules are played one after the other. */
export async function openLane({ tamper }: { tamper?: Tamper } = {}) {
  const database = await createDatabase()
  const superuser = new pg.Client({ connectionString: database.superuserUrl })
  await superuser.connect()
  // Deadlocks are found soon, and nothing has to wait for the disk.
  for (const setting of [`deadlock_timeout = '20ms'`, 'synchronous_commit = off']) {
    await superuser.query(`alter database ${database.name} set ${setting}`)
  }
  const sessions = await Sessions.open(database, MOST_SESSIONS, (statement) => FREE.test(statement), tamper)
  const toss = new ScriptedToss()
  const bank = new ScriptedBank()
  const payouts = new ScriptedPayouts()
  const shared = {
    sealer: createSealer(process.env.ENCRYPTION_KEYS!),
    withdrawBy: 'simulated_bank' as const,
    verifier: null,
    mailer: null,
    address: null,
    now: () => MOMENT,
  }
  const own: Ctx = {
    ...shared,
    db: connect(database.appUrl, { max: 1 }),
    toss: toss.behind(sessions.gate(0)),
    billing: toss.billingBehind(sessions.gate(0)),
    bank: bank.behind(sessions.gate(0)),
    payouts: payouts.behind(sessions.gate(0)),
    actor: 'user:test',
    requestId: 'tables',
  }
  const contexts = sessions.databases.map((db, session): Ctx => ({
    ...shared,
    db,
    toss: toss.behind(sessions.gate(session)),
    billing: toss.billingBehind(sessions.gate(session)),
    bank: bank.behind(sessions.gate(session)),
    payouts: payouts.behind(sessions.gate(session)),
    actor: 'user:test',
    requestId: letter(session),
  }))
  const value = { min: 1_000, cap: Number(CAP), dailyMax: 10_000_000 }
  await setSetting(own.db, 'charge', value)

  let tables: Table[] = []
  const serials = new Map<string, Serial>()
  const lane = { play, check, serialOf, explore, replay, close, abandon }
  return lane

  /** One schedule on a fresh table: what it left and what the commands answered. */
  async function play(commands: Command[], choose: Choose) {
    if (tables.length === 0) tables = await setTables(own, { toss, bank, payouts }, TABLES_AT_ONCE)
    const table = tables.pop()!
    const due = commands.some(({ takesUpWhatIsDue }) => takesUpWhatIsDue)
    if (due) await setDue(superuser, table, addMs(MOMENT, -SECOND_MS))
    const played = await sessions.play(
      commands.map(
        ({ run }, session) =>
          () =>
            run(contexts[session]!, table),
      ),
      choose,
    )
    const { state, broken } = await readTable(superuser, table)
    if (due) await setDue(superuser, table, addMs(MOMENT, DAY_MS))
    const paid = readPaid(payouts, table)
    return {
      played,
      broken,
      outcome: `${state}\n${paid}\nanswers: ${played.results.map(describe).join(' | ')}`,
    }
  }

  /** What the serial orders of these commands' steps really leave: every tx whole, and nothing held over a call to Toss. */
  async function serialOf(commands: Command[]): Promise<Serial> {
    const key = nameOf(commands)
    const known = serials.get(key)
    if (known) return known
    const outcomes = new Set<string>()
    const lengths = commands.map(() => 1)
    for (let path: string | null = ''; path !== null;) {
      const { choose, decisions } = inWholeSteps(path)
      const { played, outcome } = await play(commands, choose)
      path = nextOrder({ decisions })
      outcomes.add(outcome)
      for (const session of lengths.keys()) {
        const steps = played.steps.filter((step) => step.startsWith(letter(session))).length
        lengths[session] = Math.max(lengths[session]!, steps)
      }
    }
    const serial = { outcomes, lengths }
    serials.set(key, serial)
    return serial
  }

  /** Plays one schedule; throws unless it left what some serial order leaves, with sound wallets. */
  async function check(commands: Command[], choose: Choose): Promise<Played> {
    const { outcomes } = await serialOf(commands)
    const { played, outcome, broken } = await play(commands, choose)
    if (outcomes.has(outcome) && broken.length === 0) return played
    const replay = `npm test -- --only interleavings --path "${nameOf(commands)}:${pathOf(played)}"`
    const steps = played.steps.map((step) => step.replace(/\s+/g, ' ').slice(0, 110)).join('\n')
    const serial = [...outcomes].join('\n— or —\n')
    throw new Error(
      `${replay}\n${steps}\nleft ${outcome}\nbroken wallets: ${broken.join(', ') || 'none'}\nserially:\n${serial}`,
    )
  }

  /** All merge orders where there are at most `all` of them, else `some` that are evenly spread. */
  async function explore(
    commands: Command[],
    { all, some, random }: { all: number; some: number; random: () => number },
  ): Promise<Explored> {
    const { lengths } = await serialOf(commands)
    const seen = new Set<string>()
    let schedules = 0
    const run = async (choose: Choose) => {
      schedules++
      const played = await check(commands, choose)
      seen.add(pathOf(played))
      return played
    }
    const spread = async () => {
      const { choose, weight } = evenly(lengths, random)
      await run(choose)
      return weight()
    }
    if (all > 0) {
      let path: string | null = ''
      const guess = await average(PROBES, spread)
      while (path !== null && guess <= 2 * all && schedules < 2 * all)
        path = nextOrder(await run(follow(path)))
      if (path === null) return { schedules, exhausted: true, seen }
    }
    while (schedules < some) await spread()
    return { schedules, exhausted: false, seen }
  }

  async function replay(commands: Command[], path: string): Promise<void> {
    await check(commands, follow(path))
  }

  /** Ends with every invariant of the books. */
  async function close(): Promise<void> {
    await expectSound({ ctx: own })
    await abandon()
  }

  async function abandon(): Promise<void> {
    await sessions.close()
    await own.db.$client.end()
    await superuser.end()
    await database.drop()
  }
}

/** Walks from which it is guessed how many orders there are. */
const PROBES = 6

export const nameOf = (commands: Command[]): string => commands.map(({ name }) => name).join('+')

function describe(result: unknown): string {
  if (typeof result === 'string') return result
  const { failed } = result as { failed: unknown }
  throw new Error('a command failed', { cause: failed })
}

async function average(times: number, measure: () => Promise<number>): Promise<number> {
  let sum = 0
  for (let i = 0; i < times; i++) sum += await measure()
  return sum / times
}
