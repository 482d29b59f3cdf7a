import type pg from 'pg'
import type { SqlMutant } from './catalog-mutants'

type Operator = {
  pattern: RegExp
  /** Each replacement is a mutant of its own. `$1` is the pattern's first group. */
  instead: string[]
}

const OPPOSITE: Record<string, string> = {
  '<>': '=',
  '=': '<>',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  and: 'or',
  or: 'and',
  'is null': 'is not null',
  'is not null': 'is null',
  'is distinct from': 'is not distinct from',
  'is not distinct from': 'is distinct from',
  in: 'not in',
  'not in': 'in',
  'not exists': 'exists',
  exists: 'not exists',
  'not found': 'found',
  least: 'greatest',
  greatest: 'least',
}

const LOCK = String.raw`for (?:no key )?(?:update|share)\b(?: of \w+)?(?: skip locked| nowait)?`

const OPERATORS: Operator[] = [
  { pattern: new RegExp(LOCK, 'g'), instead: [''] },
  { pattern: / skip locked| nowait/g, instead: [''] },
  {
    pattern: new RegExp(String.raw`order by ([\w.]+)(?=\s+${LOCK})`, 'g'),
    instead: ['', 'order by $1 desc'],
  },
  { pattern: /on conflict\b[^;]*?do nothing/g, instead: [''] },
  { pattern: /raise exception[^;]*;|perform pg_[^;]*;/g, instead: ['null;'] },
  ...Object.entries(OPPOSITE).map(([word, opposite]) => ({
    pattern: new RegExp(`(?<=[\\s(])${word.replace(/[+]/, '\\+')}(?=[\\s(])`, 'g'),
    instead: [opposite],
  })),
  // A sign, as in `least(remaining, -balance)`.
  { pattern: /(?<=[(,] ?)-(?=[a-z])/g, instead: [''] },
]

/** Postgres names what is not even SQL: such an edit proves nothing. */
const NOT_SQL = '42'

/** Every function of ours with one lock, order, conflict clause, refusal, comparison or sign changed, as its text has them. */
export async function functionMutants(client: pg.Client): Promise<SqlMutant[]> {
  const { rows } = await client.query<{ name: string; head: string; body: string }>(`
    select p.proname as name, p.prosrc as body,
      left(pg_get_functiondef(p.oid), position(p.prosrc in pg_get_functiondef(p.oid)) - 1) as head
    from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
      and not exists (select from pg_depend where objid = p.oid and deptype = 'e') order by 1`)
  const mutants = rows.flatMap(({ name, head, body }) =>
    editsOf(body).map((edit) => ({ name: `${name}: ${edit.name}`, sql: `${head}${edit.body}$function$` })),
  )
  const valid: SqlMutant[] = []
  for (const mutant of mutants) {
    const refused = await refusalOf(client, mutant.sql)
    if (!refused) valid.push(mutant)
    else if (!refused.startsWith(NOT_SQL)) throw new Error(`${mutant.name}: refused with ${refused}`)
  }
  return valid
}

/** The edits of a function's body. A name holds the line, not its number, so that it outlives lines that move. */
export function editsOf(body: string): { name: string; body: string }[] {
  const code = maskText(body)
  const seen = new Map<string, number>()
  return OPERATORS.flatMap(({ pattern, instead }) =>
    [...code.matchAll(pattern)].flatMap((match) =>
      instead.map((replacement) => {
        const end = match.index + match[0].length
        const found = body.slice(match.index, end)
        const put = replacement.replace('$1', match[1] ?? '')
        const line = lineAt(body, match.index)
        const name = `${found === line ? '' : `${found} `}→ ${put || 'nothing'} in "${line}"`.replace(
          /\s+/g,
          ' ',
        )
        const nth = (seen.get(name) ?? 0) + 1
        seen.set(name, nth)
        return {
          name: nth === 1 ? name : `${name} (${nth})`,
          body: body.slice(0, match.index) + put + body.slice(end),
        }
      }),
    ),
  )
}

/** The code with blanks for every character of its comments and strings, so that positions stay. */
function maskText(body: string): string {
  return body.replace(/--[^\n]*|'(?:[^']|'')*'/g, (text) => text.replace(/[^\n]/g, '\0'))
}

function lineAt(body: string, position: number): string {
  const start = body.lastIndexOf('\n', position) + 1
  const end = body.indexOf('\n', position)
  return body.slice(start, end < 0 ? undefined : end).trim()
}

async function refusalOf(client: pg.Client, sql: string): Promise<string | null> {
  await client.query('begin')
  try {
    await client.query(sql)
    return null
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  } finally {
    await client.query('rollback')
  }
}
