import { z } from 'zod'
import { toJsonAmount } from './money'
import { toKstIso } from './time'

/** How values look in JSON, both ways: answers are encoded by these schemas, so nothing else can be in them. */

/** Won as a JSON integer. */
export const won = z.codec(z.int(), z.bigint(), { decode: BigInt, encode: toJsonAmount })

/** Won that somebody asks for: no strings, no fractions, no less than one. */
export const amountSchema = z.number().int().positive().transform(BigInt)

/** An instant, in Korean time on the way out. */
export const instant = z.codec(z.iso.datetime({ offset: true }), z.date(), {
  decode: (text) => new Date(text),
  encode: toKstIso,
})

/** A KST calendar day of this century. */
export const daySchema = z.iso.date().regex(/^20/)

const PAGE = 20
const MAX_PAGE = 100

/** What every list is asked with. */
export const pageQuery = {
  cursor: z.string().max(50).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(PAGE),
}

/** A list by keyset: `nextCursor` asks for what follows, and is null at the end. */
export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** An answer without a body. */
export const nothing = z.null()
