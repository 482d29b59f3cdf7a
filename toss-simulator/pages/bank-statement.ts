import { statementOf } from '@/toss-simulator/bank/statement'
import { dayOf } from '@/toss-simulator/clock'
import { textAnswer } from '@/toss-simulator/http/message'
import type { PageHandler } from '@/toss-simulator/pages/handler'

/** `GET /bank/statement?from=&to=`: what moved on the shop's account on these Korean days; all of it by itself. */
export const bankStatement: PageHandler = (simulator, { query }) => {
  const today = dayOf(simulator.clock.now())
  const text = statementOf(simulator, query.get('from'), query.get('to') ?? today)
  return textAnswer(200, 'text/csv', text, {
    'content-disposition': `attachment; filename="bank-statement-${today}.csv"`,
  })
}
