import { eq } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { z } from 'zod'
import { sellers } from '@/db/schema/payout'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { keepBusiness, type Business } from '@/lib/identity/business'
import { newRefSellerId } from '@/lib/ids'
import { lockSeller, readSeller, type SellerRow } from './seller'
import { wakeHeld } from './wake-held'

const contact = { name: z.string(), email: z.string(), phone: z.string() }
const company = z.object({
  ...contact,
  representativeName: z.string(),
  businessRegistrationNumber: z.string(),
})

/** What Toss is told of whom it pays, beside the account. */
const contactSchema = z.discriminatedUnion('businessType', [
  z.object({ businessType: z.literal('INDIVIDUAL'), individual: z.object(contact) }),
  z.object({ businessType: z.literal('INDIVIDUAL_BUSINESS'), company }),
  z.object({ businessType: z.literal('CORPORATE'), company }),
])

export type Contact = z.infer<typeof contactSchema>

export function openContact({ sealer }: Pick<Ctx, 'sealer'>, { contactSealed }: SellerRow): Contact {
  return contactSchema.parse(JSON.parse(sealer.open(contactSealed)))
}

/** What an owner has told of themselves for Toss; `fixed` once Toss has it, which then takes no other. */
export type Payee = { contact: Contact; fixed: boolean }

/** Null where nothing was told yet. */
export async function readPayee(ctx: Ctx, userId: string): Promise<Payee | null> {
  const row = await readSeller(ctx.db, userId)
  return row && { contact: openContact(ctx, row), fixed: isFixed(row) }
}

/** Whether whoever carries withdrawals knows enough of an owner to pay them: Toss alone asks who they are. */
export async function isPayeeKnown(
  { withdrawBy }: Pick<Ctx, 'withdrawBy'>,
  db: NodePgDatabase,
  userId: string,
): Promise<boolean> {
  return withdrawBy !== 'toss' || (await readSeller(db, userId)) !== null
}

/** What the tax office's files and receipts have of the same. */
function businessOf(told: Contact): Business {
  if (told.businessType === 'INDIVIDUAL') return { kind: 'none', number: null }
  const kind = told.businessType === 'CORPORATE' ? 'corporate' : 'sole'
  return { kind, number: told.company.businessRegistrationNumber }
}

/**
 * Keeps what Toss has to know of an owner before it pays them, and with it what their business is. Throws STATE_CONFLICT
 * once Toss has been told.
 */
export async function savePayee(ctx: Ctx, userId: string, told: Contact): Promise<void> {
  const changed = {
    businessType: told.businessType,
    contactSealed: ctx.sealer.seal(JSON.stringify(told)),
    updatedAt: ctx.now(),
  }
  await withTx(ctx.db, async (tx) => {
    const [made] = await tx
      .insert(sellers)
      .values({ userId, refSellerId: newRefSellerId(), ...changed })
      .onConflictDoNothing({ target: sellers.userId })
      .returning()
    const row = made ?? (await lockSeller(tx, userId))!
    if (isFixed(row))
      throw new PosPayError('STATE_CONFLICT', { message: '이미 토스에 등록해 바꿀 수 없어요.' })
    if (!made) await tx.update(sellers).set(changed).where(eq(sellers.userId, userId))
    await keepBusiness(ctx, tx, { userId, ...businessOf(told) })
    await wakeHeld(ctx, tx, userId)
    const { businessType } = told
    await audit(ctx, tx, { action: 'payee.saved', target: userId, detail: { businessType } })
  })
}

function isFixed({ state, sellerId }: SellerRow): boolean {
  return sellerId !== null || state === 'ASKING'
}
