import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differ } from '@/lib/terms/differ'
import { readNotation, writeNotation } from '@/lib/terms/notation'

const line = fc
  .string({ minLength: 1, maxLength: 20 })
  .map((text) => `글 ${text}`.replaceAll(/\s+/g, ' ').trim())

const document = fc.record({
  summary: fc.array(line, { minLength: 1, maxLength: 3 }),
  sections: fc.array(
    fc
      .record({
        heading: line,
        paragraphs: fc.array(line, { minLength: 1, maxLength: 3 }),
        items: fc.array(line, { maxLength: 3 }),
      })
      .map(({ items, ...section }) => (items.length ? { ...section, items } : section)),
    { minLength: 1, maxLength: 4 },
  ),
})

test('a document that is written and read again is the same', () => {
  fc.assert(
    fc.property(document, (each) => {
      expect(readNotation(writeNotation(each))).toEqual(each)
    }),
  )
})

test('what looks like markup of other kinds is plain text', () => {
  const text = '- 요점\n# <b>제목</b>\n<script>alert(1)</script>'
  expect(readNotation(text).sections).toEqual([
    { heading: '<b>제목</b>', paragraphs: ['<script>alert(1)</script>'] },
  ])
})

test('a difference leads from the one text to the other, and back', () => {
  const texts = fc.array(fc.constantFrom('가', '나', '다'), { maxLength: 8 }).map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const lines = differ(before, after)
      const without = (kind: string) => lines.filter((each) => each.kind !== kind).map(({ text }) => text)
      expect(without('new').join('\n')).toBe(before)
      expect(without('gone').join('\n')).toBe(after)
    }),
  )
})

test('one changed line is one that is gone and one that is new', () => {
  expect(differ('가\n나\n다', '가\n라\n다').map(({ kind }) => kind)).toEqual(['same', 'gone', 'new', 'same'])
})
