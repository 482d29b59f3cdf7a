import { describe, expect, test } from 'vitest'
import { editsOf } from '@/scripts/mutation/function-mutants'
import { checkScore, describeScores } from '@/scripts/mutation/score'
import { compareSurvivors } from '@/scripts/mutation/survivors'

const edits = (body: string) => editsOf(body).map((edit) => [edit.name, edit.body])

describe('the text of a function', () => {
  test('loses its lock, and the order before it, in both ways', () => {
    const body = 'select a from w order by w.id for no key update of w'
    expect(edits(body)).toEqual([
      [`for no key update of w → nothing in "${body}"`, 'select a from w order by w.id '],
      [`order by w.id → nothing in "${body}"`, 'select a from w  for no key update of w'],
      [
        `order by w.id → order by w.id desc in "${body}"`,
        'select a from w order by w.id desc for no key update of w',
      ],
    ])
  })

  test('is changed one comparison at a time, each under a name of its own', () => {
    expect(edits('a < b and c < d').map(([name]) => name)).toEqual([
      '< → <= in "a < b and c < d"',
      '< → <= in "a < b and c < d" (2)',
      'and → or in "a < b and c < d"',
    ])
  })

  test('keeps its comments and strings', () => {
    expect(edits(`-- a < b and c\n  x := 'y < z';`)).toEqual([])
  })

  test('is named by the line of the change alone', () => {
    expect(edits(`begin\n  if a = 1 then\n  raise exception 'no: %', a;\n  end if;\nend`)).toEqual([
      [`→ null; in "raise exception 'no: %', a;"`, `begin\n  if a = 1 then\n  null;\n  end if;\nend`],
      ['= → <> in "if a = 1 then"', `begin\n  if a <> 1 then\n  raise exception 'no: %', a;\n  end if;\nend`],
    ])
  })
})

describe('a run is bad', () => {
  const mutants = (file: string, caught: number, survived: number) => [
    ...Array.from({ length: caught }, (_, i) => ({
      name: `${file}: ${i}`,
      file,
      outcome: 'caught' as const,
    })),
    ...Array.from({ length: survived }, (_, i) => ({
      name: `${file}: s${i}`,
      file,
      outcome: 'survived' as const,
    })),
  ]

  test('when a survivor is not explained, or an explained one no longer survives', () => {
    expect(compareSurvivors(['new', 'known'], { known: 'equivalent', gone: 'equivalent' }, true)).toEqual([
      'survived, and nothing explains it: new',
      'explained, and no longer a survivor: gone',
    ])
    expect(compareSurvivors(['known'], { known: 'equivalent', gone: 'equivalent' }, false)).toEqual([])
  })

  test('when too few are caught, and when one survives where money is posted', () => {
    expect(checkScore(mutants('lib/money.ts', 95, 5))).toEqual([])
    expect(checkScore(mutants('lib/money.ts', 94, 6))).toEqual(['only 94.0 % of the mutants were caught'])
    expect(checkScore(mutants('lib/ledger/post.ts', 99, 1))).toEqual([
      'nothing may survive there: lib/ledger/post.ts: s0',
    ])
  })

  test('by its score, file by file', () => {
    expect(describeScores([...mutants('b.ts', 1, 1), ...mutants('a.ts', 2, 0)])).toEqual([
      'a.ts: 2 of 2 caught, 100.0 %',
      'b.ts: 1 of 2 caught, 50.0 %',
      'TypeScript: 3 of 4 caught, 75.0 %',
    ])
  })
})
