import { and, desc, eq, isNotNull } from 'drizzle-orm'
import { autoTopUps } from '@/db/schema/auto-topup'
import { orders } from '@/db/schema/charge'
import { notifications } from '@/db/schema/notification'
import type { AutoTopUpRow } from '@/lib/charge/auto-topup/auto-topup'
import { CONSENT_VERSION, type Figures } from '@/lib/charge/auto-topup/consent'
import { registerCard } from '@/lib/charge/auto-topup/register-card'
import { startAutoTopUp } from '@/lib/charge/auto-topup/start'
import type { OrderRow } from '@/lib/charge/order'
import { newRenter, type Scene } from '../../support/scene'

type World = Pick<Scene, 'ctx' | 'toss'>

export const CHARGE = 'POST /v1/billing/*'
export const ISSUE = 'POST /v1/billing/authorizations/issue'
export const REMOVE = 'DELETE /v1/billing/*'

export const FIGURES: Figures = { amount: 10_000n, onShortage: true, threshold: 5_000n, monthlyCap: 50_000n }

/** Agrees to the figures as they are shown, and is about to register a card. */
export function agree({ ctx }: Pick<Scene, 'ctx'>, userId: string, figures: Figures = FIGURES) {
  return startAutoTopUp(ctx, { userId, ...figures, consent: CONSENT_VERSION })
}

export type Person = { userId: string; customerKey: string }

/** A person who has agreed and has come back from Toss with a card; nothing of it is here yet. */
export async function withCard(world: World, figures?: Figures, decline?: string) {
  const { userId } = await newRenter(world)
  const { customerKey } = await agree(world, userId, figures)
  return { userId, customerKey, authKey: await world.toss.registerCard(customerKey, decline) }
}

/** A person whose automatic top-up is on. */
export async function turnedOn(world: World, figures?: Partial<Figures>, decline?: string): Promise<Person> {
  const person = await withCard(world, { ...FIGURES, ...figures }, decline)
  const { state } = await registerCard(world.ctx, person)
  if (state !== 'ON') throw new Error(`a registration ended as ${state}`)
  return person
}

export async function rowOf({ ctx }: Pick<Scene, 'ctx'>, userId: string): Promise<AutoTopUpRow> {
  const [row] = await ctx.db
    .select()
    .from(autoTopUps)
    .where(eq(autoTopUps.userId, userId))
    .orderBy(desc(autoTopUps.id))
    .limit(1)
  return row!
}

/** A person's runs, oldest first. */
export function runsOf({ ctx }: Pick<Scene, 'ctx'>, userId: string): Promise<OrderRow[]> {
  return ctx.db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), isNotNull(orders.autoTopUpId)))
    .orderBy(orders.createdAt)
}

/** What a person was told about it, oldest first. */
export async function told({ ctx }: Pick<Scene, 'ctx'>, userId: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ kind: notifications.kind })
    .from(notifications)
    .where(eq(notifications.userId, userId))
    .orderBy(notifications.id)
  return rows.map(({ kind }) => kind)
}
