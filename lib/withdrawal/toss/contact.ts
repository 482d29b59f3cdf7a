import { z } from 'zod'
import type { Ctx } from '@/lib/context'
import type { SellerRow } from './seller'

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

/** The part of it that Toss lets change: for another kind of payee, or another business, it wants another seller. */
export function toChange(told: Contact) {
  if (told.businessType === 'INDIVIDUAL') return { individual: told.individual }
  const { name, email, phone, representativeName } = told.company
  return { company: { name, email, phone, representativeName } }
}

export function isSamePayee(one: Contact, other: Contact): boolean {
  return one.businessType === other.businessType && numberOf(one) === numberOf(other)
}

function numberOf(told: Contact): string | null {
  return told.businessType === 'INDIVIDUAL' ? null : told.company.businessRegistrationNumber
}

const NAMES = {
  kind: '구분',
  number: '사업자등록번호',
  name: '이름',
  representative: '대표자 이름',
  phone: '전화번호',
  email: '이메일',
}

/** What is told differently, in words: `전화번호, 이메일`. Empty where nothing is. */
export function describeChange(before: Contact, after: Contact): string {
  const [old, now] = [partsOf(before), partsOf(after)]
  const parts = Object.keys(NAMES) as (keyof typeof NAMES)[]
  return parts
    .filter((part) => old[part] !== now[part])
    .map((part) => NAMES[part])
    .join(', ')
}

function partsOf(told: Contact): Record<keyof typeof NAMES, string | null> {
  const alone = told.businessType === 'INDIVIDUAL'
  const { name, phone, email } = alone ? told.individual : told.company
  const representative = alone ? null : told.company.representativeName
  return { kind: told.businessType, number: numberOf(told), name, representative, phone, email }
}
