import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { endpoints } from '@/app/api/v1/endpoints'
import { endpoint, refusalsOf, type Endpoint } from '@/lib/endpoint'
import { ERRORS } from '@/lib/errors'
import { describeEndpoints } from '@/lib/openapi'
import { amountSchema, instant, won } from '@/lib/wire'

const FOLDER = join(import.meta.dirname, '..', '..', 'app', 'api', 'v1')
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']
/** Answers 404 for everything else, and so has nothing to document. */
const CATCH_ALL = '[...path]'

const document = describeEndpoints(endpoints, 'pospay.session')
const name = ({ method, path }: Pick<Endpoint, 'method' | 'path'>) => `${method} ${path}`

type Exported = { name: string; endpoint?: Endpoint }

/** Every method that a route file exports, named by the folder it is in. */
async function exportedMethods(): Promise<Exported[]> {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)route\.ts$/.test(file),
  )
  const routes = await Promise.all(
    files
      .filter((file) => !file.startsWith(CATCH_ALL))
      .map(async (file) => {
        const path = `/${file.replace('/route.ts', '').replace(/\[(\w+)\]/g, '{$1}')}`
        const handlers = (await import(join(FOLDER, file))) as Record<string, { endpoint?: Endpoint }>
        return Object.entries(handlers)
          .filter(([method]) => METHODS.includes(method))
          .map(([method, { endpoint }]) => ({ name: `${method} ${path}`, endpoint }))
      }),
  )
  return routes.flat()
}

describe('the document', () => {
  test('is OpenAPI 3.1', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)))
    expect(errors).toBeUndefined()
    expect({ valid, version: validator.version }).toEqual({ valid: true, version: '3.1' })
    expect(() => validator.resolveRefs()).not.toThrow()
  })

  test('has every method of every route file, and no other', async () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const exported = (await exportedMethods()).map(({ name }) => name)
    expect(documented.toSorted()).toEqual(exported.toSorted())
    expect(endpoints.map(name).toSorted()).toEqual(exported.toSorted())
  })

  test('is made of the very objects that the routes run by', async () => {
    for (const exported of await exportedMethods()) {
      expect(exported.endpoint && name(exported.endpoint)).toBe(exported.name)
      expect(endpoints).toContain(exported.endpoint)
    }
  })

  test('has each code of an endpoint under its status', () => {
    for (const known of endpoints) {
      const { responses } = operation(describeEndpoints([known], 'c'), known)
      for (const code of refusalsOf(known)) {
        const said = JSON.stringify(responses[ERRORS[code].status])
        expect(said, `${name(known)} ${code}`).toContain(`"${code}"`)
        expect(said).toContain('#/components/schemas/Error')
      }
    }
    expect(document.components.schemas.Error).toMatchObject({
      properties: { code: { enum: Object.keys(ERRORS) } },
      required: ['code', 'message', 'requestId'],
    })
  })

  test('says of a field what it is before it is parsed', () => {
    const signUp = operation(document, { method: 'POST', path: '/users' })
    expect(signUp.requestBody).toMatchObject({
      required: true,
      content: {
        'application/json': { schema: { properties: { email: { type: 'string', format: 'email' } } } },
      },
    })
  })

  test('keeps the type of every value', () => {
    // What cannot be written as JSON Schema comes out empty, and would say that anything goes.
    expect(JSON.stringify(document.paths)).not.toMatch(/"schema":\{\}|"properties":\{[^}]*":\{\}/)
  })
})

type Operation = {
  security: object[]
  parameters?: object[]
  requestBody?: object
  responses: Record<number, { content?: Record<string, { schema: object }> }>
}

function operation(
  described: { paths: object },
  { path, method }: Pick<Endpoint, 'method' | 'path'>,
): Operation {
  const paths = described.paths as Record<string, Record<string, Operation>>
  return paths[path]![method.toLowerCase()]!
}

describe('an endpoint', () => {
  const order = endpoint({
    method: 'POST',
    path: '/things/{thingId}',
    summary: 'Order a thing',
    login: true,
    idempotent: 'once',
    query: z.object({ limit: z.coerce.number().int().min(1).default(20), since: z.iso.date() }),
    body: z.strictObject({ amount: amountSchema }),
    answers: { 201: z.object({ price: won, at: instant.nullable() }), 402: z.object({ price: won }) },
    refusals: ['PAYMENT_DECLINED'],
  })
  const described = operation(describeEndpoints([order], 'c'), order)

  test('takes its parameters and its key', () => {
    expect(described.parameters).toEqual([
      { name: 'thingId', in: 'path', required: true, schema: { type: 'string' } },
      expect.objectContaining({ name: 'limit', in: 'query', required: false }),
      { name: 'since', in: 'query', required: true, schema: { type: 'string', format: 'date' } },
      { $ref: '#/components/parameters/IdempotencyKey' },
    ])
    expect(described.security).toEqual([{ bearer: [] }, { cookie: [] }])
  })

  test('takes and answers amounts as integers and times as date-time', () => {
    expect(described.requestBody).toMatchObject({
      content: {
        'application/json': {
          schema: {
            properties: { amount: { type: 'integer', exclusiveMinimum: 0 } },
            required: ['amount'],
            additionalProperties: false,
          },
        },
      },
    })
    expect(described.responses[201]!.content!['application/json']!.schema).toMatchObject({
      properties: {
        price: { type: 'integer' },
        at: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
      },
    })
  })

  test('may both answer and refuse with one status', () => {
    expect(described.responses[402]!.content!['application/json']!.schema).toMatchObject({
      anyOf: [{ properties: { price: { type: 'integer' } } }, { allOf: expect.any(Array) }],
    })
  })

  test('writes nothing that it does not document', () => {
    const known = { price: 1_000n, at: new Date(0), secret: 'of the product' }
    expect(z.encode(order.answers[201], known)).toStrictEqual({
      price: 1_000,
      at: '1970-01-01T09:00:00.000+09:00',
    })
  })

  test('without a login asks for none, and without a body answers with none', () => {
    const open = endpoint({
      method: 'GET',
      path: '/open',
      summary: 'Open',
      login: false,
      answers: { 204: z.null() },
    })
    const { security, responses } = operation(describeEndpoints([open], 'c'), open)
    expect(security).toEqual([])
    expect(responses[204]).toEqual({ description: 'Open' })
    expect(Object.keys(responses)).toEqual(['204', '429', '503'])
  })
})
