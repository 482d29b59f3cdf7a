import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { currentUser, operatorFor, type SessionUser } from './auth'
import type { ErrorCode, PosPayError } from './errors'
import type { Duty } from './identity/duties'
import { toRefusal } from './refusal'
import { REQUEST_ID_HEADER, requireSameOrigin } from './request'

/** What a form shows after it was sent; null before. */
export type FormState = {
  ok: boolean
  code?: ErrorCode
  message?: string
  fields?: Record<string, string>
  /** What was only looked at so far: sent along once more, it is done. */
  confirm?: string
  /** What became of each, where several were asked for at once. */
  items?: { key: string; ok: boolean; message: string }[]
} | null

type Action = (previous: FormState, form: FormData) => Promise<FormState>

/**
 * A server action of a logged-in user. It is a public endpoint: the Origin and the session are checked here, the
 * ownership of what it touches in the verb that it calls.
 */
export function action<S extends z.ZodType>(
  schema: S,
  run: (input: z.output<S>, user: SessionUser) => Promise<FormState | void>,
): Action {
  return admitting(async () => (await currentUser()) ?? redirect('/login'), schema, run)
}

/** As `action`, of an operator with the duty. The verb that it calls asks the database once more. */
export function operatorAction<S extends z.ZodType>(
  duty: Duty,
  schema: S,
  run: (input: z.output<S>, user: SessionUser) => Promise<FormState | void>,
): Action {
  return admitting(() => operatorFor(duty), schema, run)
}

/** A server action that needs no login. */
export function publicAction<S extends z.ZodType>(
  schema: S,
  run: (input: z.output<S>) => Promise<FormState | void>,
): Action {
  return admitting(async () => null, schema, run)
}

/** Who sends it comes before what: a stranger learns nothing of what would be right. */
function admitting<S extends z.ZodType, Who>(
  admit: () => Promise<Who>,
  schema: S,
  run: (input: z.output<S>, who: Who) => Promise<FormState | void>,
): Action {
  return async (_previous, form) => {
    const requestHeaders = await headers()
    try {
      requireSameOrigin(requestHeaders)
      const who = await admit()
      const input = schema.safeParse(Object.fromEntries(form))
      if (!input.success) return invalid(input.error)
      return (await run(input.data, who)) ?? { ok: true }
    } catch (error) {
      unstable_rethrow(error)
      return refused(toRefusal(error, requestHeaders.get(REQUEST_ID_HEADER) ?? ''))
    }
  }
}

function invalid(error: z.ZodError): FormState {
  const fields = Object.fromEntries(
    error.issues.toReversed().map((issue) => [String(issue.path[0] ?? 'form'), issue.message]),
  )
  return { ok: false, code: 'INVALID_REQUEST', message: Object.values(fields).at(-1), fields }
}

function refused({ code, message, fields }: PosPayError): FormState {
  return { ok: false, code, message, fields: fields ?? undefined }
}
