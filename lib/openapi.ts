import { z } from 'zod'
import { endpoint, refusalsOf, type Endpoint } from './endpoint'
import { ERRORS, type ErrorCode } from './errors'

const JSON_TYPE = 'application/json'

/** The document itself, as an endpoint like the others. */
export const getDocument = endpoint({
  method: 'GET',
  path: '/openapi.json',
  summary: 'This document',
  login: false,
  answers: { 200: z.looseObject({ openapi: z.string() }) },
})

const refusal = z.object({
  code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
  message: z.string().meta({ description: 'In Korean, fit to be shown' }),
  requestId: z.string(),
})

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'One per intention, made by the caller. A repeat gets the first answer, with Idempotent-Replay: true.',
  schema: { type: 'string', pattern: '^[\\x20-\\x7E]{16,255}$', minLength: 16, maxLength: 255 },
}

const retryAfter = { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } }

/** OpenAPI 3.1 of these endpoints. `cookie` is the name of the session's cookie. */
export function describeEndpoints(endpoints: Endpoint[], cookie: string) {
  const paths: Record<string, Record<string, object>> = {}
  for (const described of endpoints) {
    const { path, method } = described
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeEndpoint(described) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'PosPay',
      version: '1',
      description: 'Amounts are whole Korean won. Times carry their offset. Switch on the code of an error.',
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas: { Error: toJsonSchema(refusal) },
      parameters: { IdempotencyKey: idempotencyKey },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of POST /sessions' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: cookie,
          description: "A browser's login; Origin counts",
        },
      },
    },
  }
}

function describeEndpoint(described: Endpoint) {
  const { summary, login, idempotent, path, query, body, upload } = described
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(query ? describeQuery(query) : []),
    ...(idempotent ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ]
  const content = body
    ? { [JSON_TYPE]: { schema: toJsonSchema(body) } }
    : upload && Object.fromEntries(upload.types.map((type) => [type, {}]))
  return {
    summary,
    security: login ? [{ bearer: [] }, { cookie: [] }] : [],
    ...(parameters.length > 0 && { parameters }),
    ...(content && { requestBody: { required: true, content } }),
    responses: describeAnswers(described),
  }
}

function describeQuery(query: z.ZodObject) {
  const { properties = {}, required = [] } = toJsonSchema(query)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

/** By status: what the endpoint answers, and what it refuses with. */
function describeAnswers(described: Endpoint) {
  const refusals = refusalsOf(described)
  const statuses = [
    ...Object.keys(described.answers).map(Number),
    ...refusals.map((code) => ERRORS[code].status),
  ]
  return Object.fromEntries(
    statuses.map((status) => {
      const codes = refusals.filter((code) => ERRORS[code].status === status)
      const answer = described.answers[status]
      const schemas = [
        ...(answer ? [toJsonSchema(answer)] : []),
        ...(codes.length > 0 ? [refusalWith(codes)] : []),
      ]
      const isEmpty = answer instanceof z.ZodNull
      return [
        status,
        {
          description:
            codes.map((code) => `${code}: ${ERRORS[code].message}`).join('\n') || described.summary,
          ...((status === 429 || status === 503) && { headers: { 'Retry-After': retryAfter } }),
          ...(!isEmpty && {
            content: { [JSON_TYPE]: { schema: schemas.length > 1 ? { anyOf: schemas } : schemas[0] } },
          }),
        },
      ]
    }),
  )
}

function refusalWith(codes: ErrorCode[]) {
  return {
    allOf: [{ $ref: '#/components/schemas/Error' }, { properties: { code: { enum: codes } } }],
  }
}

/** What goes over the wire: what a body is before it is parsed, and an answer once it is encoded. */
function toJsonSchema(schema: z.ZodType) {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input', override: dropPattern })
  return shape
}

/** A format says it all. */
function dropPattern({ jsonSchema }: { jsonSchema: { format?: string; pattern?: string } }) {
  if (jsonSchema.format) delete jsonSchema.pattern
}
