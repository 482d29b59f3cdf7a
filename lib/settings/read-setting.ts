import { and, desc, eq, lte } from 'drizzle-orm'
import { z } from 'zod'
import { settings } from '@/db/schema/platform'
import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'

const count = z.number().int().positive()
/** Each a time like `2026-12-01T00:00:00+09:00`. */
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const text = z.string().min(1)
/** Hundredths of a percent. */
const rate = z.number().int().min(0).max(10_000).transform(BigInt)
const won = z.number().int().positive().transform(BigInt)

/** Every setting with its shape and what holds until somebody sets it. Amounts are won. */
export const SETTINGS = {
  charge: z
    .object({
      /** The least that one charge may be. */
      min: won.prefault(1_000),
      /** What the wallet may hold, charges under way included: the legal ceiling with a verified name. */
      cap: won.prefault(2_000_000),
      /** What one person may charge in one KST day. */
      dailyMax: won.prefault(10_000_000),
    })
    .prefault({}),
  autoTopUp: z
    .object({
      /** The greatest monthly cap that a person may set. */
      monthlyMax: won.prefault(2_000_000),
    })
    .prefault({}),
  booking: z
    .object({
      /** How long a time is held for its payment. */
      holdMinutes: count.prefault(10),
      /** How many unpaid holds and open requests one person may have. */
      openHolds: count.prefault(3),
      /** How long an owner may think about a request, and a renter about paying what was accepted. */
      answerHours: count.prefault(24),
      payHours: count.prefault(24),
    })
    .prefault({}),
  fee: z
    .object({
      /** What the platform keeps of a price, VAT included, in basis points. */
      rateBp: z.number().int().min(0).max(10_000).prefault(1_000),
    })
    .prefault({}),
  /** What Toss may keep by its contract with us, without VAT; rates are of the amount. Empty: nobody has said. */
  pgFee: z
    .object({
      cardBp: rate,
      easyPayBp: rate,
      transferBp: rate,
      /** Won for each deposit into a virtual account, whatever it is. */
      deposit: z.number().int().min(0).transform(BigInt),
      otherBp: rate,
    })
    .or(z.strictObject({}).transform(() => null)),
  settlement: z
    .object({
      /** How long after use earnings become withdrawable. Null: at once on payment. */
      delayHours: z.number().int().min(0).nullable().prefault(null),
    })
    .prefault({}),
  withdrawal: z
    .object({
      /** The least that one withdrawal may be. */
      min: won.prefault(1_000),
      /** How many one person may ask for in one KST day. */
      perDay: count.prefault(3),
      /** Above this two operators have to agree. */
      approveAbove: won.prefault(1_000_000),
    })
    .prefault({}),
  freeze: z
    .object({
      /** Above this, in all of a person's wallets, two operators have to agree before a freeze is lifted. */
      secondAbove: won.prefault(1_000_000),
    })
    .prefault({}),
  /** Who runs the service, and how to reach them: what the law has the site say. Empty until somebody sets it. */
  company: z
    .object({
      name: text,
      representative: text,
      businessNumber: text,
      /** 통신판매업 신고번호. */
      mailOrderNumber: text,
      address: text,
      phone: text,
      email: z.email(),
      /** When the phone is answered. */
      hours: text,
      /** Who answers for disputes (전자금융거래법 §27). */
      disputeOfficer: text,
    })
    .or(z.strictObject({}).transform(() => null)),
  /** Where users' money is kept apart (전자금융거래법 §25-2), which has to be said. Empty until somebody sets it. */
  protection: z
    .object({
      /** 신탁, 예치 or 지급보증보험. */
      method: text,
      /** Who keeps it. */
      custodian: text,
    })
    .or(z.strictObject({}).transform(() => null)),
  /** Bookings that begin in this time, at an address with `area` in it, are refunded in full. Empty: none are. */
  disaster: z
    .object({ from: instant, to: instant, area: z.string() })
    .or(z.strictObject({}).transform(() => null)),
} as const

type Settings = typeof SETTINGS

export type SettingKey = keyof Settings

/** What Toss may keep, as agreed with it. */
export type PgFee = NonNullable<z.output<Settings['pgFee']>>

export type Company = NonNullable<z.output<Settings['company']>>

/** The value in force now: the newest approved version that has started, else the default. */
export async function readSetting<K extends keyof Settings>(
  ctx: Pick<Ctx, 'db' | 'now'>,
  key: K,
  tx?: Tx,
): Promise<z.output<Settings[K]>> {
  return SETTINGS[key].parse(await readVersion(ctx, key, tx)) as z.output<Settings[K]>
}

/** The same as it was written down; `{}` when nobody has set it. */
export async function readVersion(ctx: Pick<Ctx, 'db' | 'now'>, key: string, tx?: Tx): Promise<unknown> {
  const [row] = await (tx ?? ctx.db)
    .select({ value: settings.value })
    .from(settings)
    .where(and(eq(settings.key, key), eq(settings.state, 'APPROVED'), lte(settings.startsAt, ctx.now())))
    .orderBy(desc(settings.startsAt))
    .limit(1)
  return row?.value ?? {}
}

type Held<K extends keyof Settings> = { startsAt: Date; value: z.output<Settings[K]> }

/** Every value that has been in force until now, the newest first: for what is judged by the value of its time. */
export async function readHeld<K extends keyof Settings>(
  ctx: Pick<Ctx, 'db' | 'now'>,
  key: K,
): Promise<Held<K>[]> {
  const rows = await ctx.db
    .select({ value: settings.value, startsAt: settings.startsAt })
    .from(settings)
    .where(and(eq(settings.key, key), eq(settings.state, 'APPROVED'), lte(settings.startsAt, ctx.now())))
    .orderBy(desc(settings.startsAt))
  return rows.map(({ value, startsAt }) => ({
    startsAt: startsAt!,
    value: SETTINGS[key].parse(value) as z.output<Settings[K]>,
  }))
}
