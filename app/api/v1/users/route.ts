import { z } from 'zod'
import { emailSchema, nameSchema, newPasswordSchema } from '@/lib/identity/credentials'
import { signUp } from '@/lib/identity/sign-up'
import { publicRoute } from '@/lib/route'

const body = z.strictObject({
  email: emailSchema,
  password: newPasswordSchema,
  name: nameSchema,
  terms: z.string().max(20),
  privacy: z.string().max(20),
})

export const POST = publicRoute({ body }, async ({ ctx, body }) => {
  const { userId } = await signUp(ctx, body)
  return { status: 201, body: { userId, email: body.email, name: body.name } }
})
