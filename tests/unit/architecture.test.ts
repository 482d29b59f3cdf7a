import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

type Import = { from: string; to: string; typeOnly: boolean }

const filesIn = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => `${folder}/${path}`)

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8')

/** Every import of our own code, as paths from the root and without an ending. */
function importsOf(file: string): Import[] {
  const statements = textOf(file).matchAll(
    /(?:import|export)\s+(type\s+)?(?:[^'";]*?from\s+)?'([^']+)'|import\('([^']+)'\)/g,
  )
  return [...statements].flatMap(([, type, named, dynamic]) => {
    const path = (named ?? dynamic)!
    const local = path.startsWith('.')
      ? relative(ROOT, join(ROOT, dirname(file), path))
      : path.replace(/^@\//, '')
    return local === path && !path.startsWith('.') ? [] : [{ from: file, to: local, typeOnly: Boolean(type) }]
  })
}

const LEAVES = [
  'money',
  'time',
  'ids',
  'errors',
  'env',
  'log',
  'seal',
  'clock',
  'failpoint',
  'patience',
  'audit',
  'mask',
  'wire',
  'endpoint',
  'business-days',
  'period',
].map((name) => `lib/${name}`)
const FOUNDATIONS = [
  'policy',
  'identity',
  'notification',
  'settings',
  'idempotency',
  'terms',
  'bank',
  'document',
].map((name) => `lib/${name}`)
const BELOW_FEATURES = ['db', 'lib/ledger', ...FOUNDATIONS, ...LEAVES]

/** What each part may import; from the others only types, and those only of the context. */
const ARROWS: Record<string, string[]> = {
  db: ['db'],
  'lib/ledger': ['db', 'lib/ledger', ...LEAVES],
  'lib/toss': ['db', 'lib/toss', ...LEAVES],
  ...Object.fromEntries(FOUNDATIONS.map((folder) => [folder, BELOW_FEATURES])),
  'lib/charge': [...BELOW_FEATURES, 'lib/charge', 'lib/toss'],
  'lib/webhook': [...BELOW_FEATURES, 'lib/webhook', 'lib/toss'],
  'lib/refund': [...BELOW_FEATURES, 'lib/refund', 'lib/toss'],
  'lib/settlement': [...BELOW_FEATURES, 'lib/settlement', 'lib/toss'],
  'lib/bank-statement': [...BELOW_FEATURES, 'lib/bank-statement'],
  'lib/reconcile': [...BELOW_FEATURES, 'lib/reconcile', 'lib/toss'],
  'lib/withdrawal': [...BELOW_FEATURES, 'lib/withdrawal', 'lib/toss'],
  'lib/space': [...BELOW_FEATURES, 'lib/space'],
  'lib/proof': [...BELOW_FEATURES, 'lib/proof'],
  'lib/cases': [...BELOW_FEATURES, 'lib/cases'],
  'lib/safeguard': [...BELOW_FEATURES, 'lib/safeguard'],
  'lib/statement': [...BELOW_FEATURES, 'lib/statement'],
  'lib/adjustment': [...BELOW_FEATURES, 'lib/adjustment'],
  'lib/member': [...BELOW_FEATURES, 'lib/member'],
  'lib/books': [...BELOW_FEATURES, 'lib/books'],
  'lib/tax': [...BELOW_FEATURES, 'lib/tax'],
  // A booking is of a space; spaces know nothing of bookings but the times that are taken.
  'lib/booking': [...BELOW_FEATURES, 'lib/space', 'lib/booking'],
  'lib/flows': [
    ...BELOW_FEATURES,
    'lib/space',
    'lib/booking',
    'lib/charge',
    'lib/refund',
    'lib/webhook',
    'lib/settlement',
    'lib/reconcile',
    'lib/bank-statement',
    'lib/withdrawal',
    'lib/statement',
    'lib/safeguard',
    'lib/cases',
    'lib/tax',
    'lib/flows',
  ],
  'toss-simulator': ['toss-simulator'],
}

/** Makes the demo market the way people do. */
const COMPOSITION = ['db/seed.ts', 'db/seed']

const within = (path: string, places: string[]) =>
  places.some((place) => path === place || path.startsWith(`${place}/`))
const wording = ({ from, to }: Import) => `${from} → ${to}`

describe('arrows run one way', () => {
  test.each(Object.entries(ARROWS))('out of %s', (folder, allowed) => {
    const files = filesIn(folder).filter((file) => !within(file, COMPOSITION))
    const wrong = files
      .flatMap(importsOf)
      .filter(({ to, typeOnly }) => !within(to, allowed) && !(typeOnly && to === 'lib/context'))
    expect(files.length).toBeGreaterThan(0)
    expect(wrong.map(wording)).toEqual([])
  })

  test('money, time, ids and errors import nothing of ours', () => {
    const files = ['money', 'time', 'ids', 'errors'].map((name) => `lib/${name}.ts`)
    expect(files.flatMap(importsOf).map(wording)).toEqual([])
  })

  test('only charges, refunds, withdrawals, settlements, reconciliation, the inbox, the doctor and the context know Toss', () => {
    const users = filesIn('lib').filter((file) => importsOf(file).some(({ to }) => within(to, ['lib/toss'])))
    expect(
      users.filter(
        (file) =>
          !within(file, [
            ...['lib/charge', 'lib/refund', 'lib/withdrawal/toss', 'lib/webhook', 'lib/settlement'],
            ...['lib/reconcile', 'lib/toss', 'lib/doctor', 'lib/context.ts'],
          ]),
      ),
    ).toEqual([])
  })

  test('pages read through the product, never from the database or Toss', () => {
    const wrong = filesIn('app')
      .flatMap(importsOf)
      .filter(
        ({ to, typeOnly }) => within(to, ['lib/toss', 'toss-simulator']) || (within(to, ['db']) && !typeOnly),
      )
    expect(wrong.map(wording)).toEqual([])
  })

  test('the product does not know its simulator', () => {
    const wrong = ['app', 'lib', 'db'].flatMap(filesIn).flatMap(importsOf)
    expect(wrong.filter(({ to }) => within(to, ['toss-simulator', 'tests', 'scripts'])).map(wording)).toEqual(
      [],
    )
  })
})

describe('money', () => {
  test('never passes through a float where it is decided', () => {
    const FLOAT = /\b(Number|parseFloat|parseInt)\(|\bMath\.|\.toFixed\(|mode: 'number'/
    const files = [
      'lib/ledger',
      'lib/charge',
      'lib/refund',
      'lib/settlement',
      'lib/reconcile',
      'lib/bank-statement',
      'lib/statement',
      'lib/books',
      'lib/adjustment',
      'lib/safeguard',
      'db/schema',
    ].flatMap(filesIn)
    expect(files.filter((file) => FLOAT.test(textOf(file)))).toEqual([])
  })

  test('moves in one place', () => {
    const callers = ['app', 'lib', 'db', 'scripts']
      .flatMap(filesIn)
      .filter((file) => /ledger_post\(/.test(textOf(file)))
    expect(callers).toEqual(['lib/ledger/post.ts'])
  })
})
