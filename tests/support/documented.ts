import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { endpoints } from '@/app/api/v1/endpoints'
import { refusalsOf, type Endpoint } from '@/lib/endpoint'
import { ERRORS, type ErrorCode } from '@/lib/errors'

/** By Node, for headers too long, and by Next.js, for a page's own fetches: no endpoint has been asked. */
const ANSWERED_BEFORE = [431, 307]

/** Throws when an endpoint of `/api/v1` has answered with what it does not document. */
export function checkDocumented(
  method: string,
  path: string,
  { status, body, text }: { status: number; body: unknown; text: string },
): void {
  const endpoint = endpoints.find((known) => known.method === method && patternOf(known).test(path))
  if (ANSWERED_BEFORE.includes(status)) return
  if (!endpoint || isDocumented(endpoint, status, body)) return
  throw new Error(`not documented: ${method} ${path} answered ${status} ${text.slice(0, 1000)}`)
}

function patternOf({ path }: Endpoint): RegExp {
  return new RegExp(`^/api/v1${path.replace('.', '\\.').replace(/\{\w+\}/g, '[^/?]+')}(\\?|$)`)
}

function isDocumented(endpoint: Endpoint, status: number, body: unknown): boolean {
  return isAnswer(endpoint.answers[status], body) || refusalOf(endpoint).safeParse({ status, body }).success
}

/** Whether the schema reads the body and writes just the same: nothing more is in it. */
function isAnswer(schema: z.ZodType | undefined, body: unknown): boolean {
  const read = schema?.safeParse(body)
  return Boolean(schema && read?.success) && isDeepStrictEqual(z.encode(schema!, read!.data), body)
}

function refusalOf(endpoint: Endpoint) {
  const isItsStatus = ({ status, body }: { status: number; body: { code: ErrorCode } }) =>
    ERRORS[body.code].status === status
  return z
    .object({
      status: z.number(),
      body: z.strictObject({
        code: z.enum(refusalsOf(endpoint)),
        message: z.string(),
        requestId: z.string(),
      }),
    })
    .refine(isItsStatus)
}
