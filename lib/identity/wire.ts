import { z } from 'zod'
import { endpoint } from '@/lib/endpoint'
import { instant, nothing } from '@/lib/wire'
import { emailSchema as typedEmail, nameSchema, newPasswordSchema, typedPasswordSchema } from './credentials'

/** As documented; how it may be typed is wider. */
const emailSchema = typedEmail.meta({ format: 'email', maxLength: 254 })

export const signUp = endpoint({
  method: 'POST',
  path: '/users',
  summary: 'Sign up, with the versions of the terms and the privacy policy agreed to',
  login: false,
  body: z.strictObject({
    email: emailSchema,
    password: newPasswordSchema,
    name: nameSchema,
    terms: z.string().max(20),
    privacy: z.string().max(20),
  }),
  answers: { 201: z.object({ userId: z.string(), email: z.string(), name: z.string() }) },
})

export const logIn = endpoint({
  method: 'POST',
  path: '/sessions',
  summary: 'Log in: a Bearer token, and no cookie',
  login: false,
  body: z.strictObject({ email: emailSchema, password: typedPasswordSchema }),
  answers: { 201: z.object({ token: z.string(), expiresAt: instant }) },
  refusals: ['UNAUTHENTICATED'],
})

export const logOut = endpoint({
  method: 'DELETE',
  path: '/sessions',
  summary: 'End this login, and no other',
  login: true,
  answers: { 204: nothing },
})
