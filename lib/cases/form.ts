import { z } from 'zod'
import { CASE_KINDS } from './words'

/** What a form says that opens a case. */
export const openingForm = z.object({
  kind: z.enum(CASE_KINDS, '어떤 일인지 골라 주세요.'),
  story: z.string().trim().min(1, '무슨 일이 있었는지 적어 주세요.').max(2000, '2,000자까지 적을 수 있어요.'),
  about: z
    .string()
    .trim()
    .max(100, '100자까지 적을 수 있어요.')
    .transform((text) => text || null),
  paper: z
    .literal('yes')
    .optional()
    .transform((answer) => answer === 'yes'),
})
