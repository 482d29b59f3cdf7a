import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { describeError } from '@/lib/log'

describe('what is logged of an error', () => {
  test('of a query never holds its text or parameters, whatever broke it', () => {
    const causes = [
      undefined,
      new Error('Cannot use a pool after calling end on the pool'),
      Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'users_email_once' }),
    ]
    for (const cause of causes) {
      const error = new DrizzleQueryError('select $1', ['kim@example.com'], cause)
      expect(JSON.stringify(describeError(error))).not.toMatch(/kim@|select/)
    }
    expect(describeError(new DrizzleQueryError('select $1', [], causes[2]))).toMatchObject({
      sqlState: '23505',
      constraint: 'users_email_once',
    })
  })

  test('of our own says where it was', () => {
    expect(describeError(new TypeError('no such kind'))).toMatchObject({
      error: 'TypeError',
      message: 'no such kind',
      stack: expect.stringContaining('log.test'),
    })
  })
})
