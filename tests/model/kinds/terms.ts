import fc from 'fast-check'
import { expect } from 'vitest'
import { AGREED } from '@/db/schema/terms'
import { writeNotation } from '@/lib/terms/notation'
import { earliestEffect, readInForce } from '@/lib/terms/read'
import { addDays, kstDay, kstMidnight, MINUTE_MS } from '@/lib/time'
import { answerOf } from '../answer'
import { kind, pick, which } from '../kind'
import type { Model } from '../model'
import { advance, present } from './time'

const codeOf = (answer: object) => ('code' in answer ? (answer.code as string) : null)

/** One operator drafts what is to be in force as soon as the law lets it, another publishes it or does not. */
export const publishTerms = kind({
  name: 'publish terms',
  weight: 5,
  outcomes: ['published', 'rejected', 'too soon', 'by who drafted it', 'decided already'],
  wish: fc.record({
    document: fc.constantFrom(...AGREED),
    how: fc.constantFrom(
      ...(['published', 'published', 'published', 'rejected'] as const),
      ...(['too soon', 'by who drafted it', 'decided already'] as const),
    ),
  }),
  fits: ({ terms }, { document }) => terms.coming().every((one) => one.document !== document),
  async run(model, { ctx, operators, product }, { document, how }) {
    const [drafter, publisher] = operators as [string, string]
    const earliest = kstDay(await earliestEffect(ctx.db, { document, worse: false, at: model.now }))
    const version = how === 'too soon' ? addDays(earliest, -1) : earliest
    const text = writeNotation((await readInForce(ctx, document))!.content)
    const said = { summary: '부칙을 더했어요.', reason: '시행일을 밝히려고요.', worse: false }
    const drafted = await answerOf(
      product.draftVersion(ctx, { operatorId: drafter, document, version, text, ...said }),
    )
    expect(codeOf(drafted)).toBe(how === 'too soon' ? 'INVALID_REQUEST' : null)
    if (how === 'too soon') return how
    const { id } = drafted as { id: string }
    const decide = async (operatorId: string, verb: 'publishVersion' | 'rejectVersion') =>
      codeOf(await answerOf(product[verb](ctx, { operatorId, id, reason: '오타' }).then(() => ({}))))
    if (how === 'by who drafted it') expect(await decide(drafter, 'publishVersion')).toBe('FORBIDDEN')
    const publishes = how === 'published'
    expect(await decide(publisher, publishes ? 'publishVersion' : 'rejectVersion')).toBeNull()
    if (how === 'decided already') expect(await decide(publisher, 'publishVersion')).toBe('STATE_CONFLICT')
    if (publishes) model.terms.published.push({ document, version, from: kstMidnight(version) })
    return how
  },
})

const SOON_MS = 20 * MINUTE_MS

/** The day comes, or nearly: once it is there, who has not agreed puts no more money in. */
export const termsBegin = kind({
  name: 'new terms begin',
  weight: 6,
  outcomes: ['soon', ...AGREED],
  wish: fc.boolean(),
  fits: ({ terms }) => terms.coming().length > 0,
  async run(model, world, nearly) {
    const { document, from } = model.terms.coming()[0]!
    const left = from.getTime() - model.now.getTime()
    const soon = nearly && left > SOON_MS
    await advance(model, world, soon ? left - SOON_MS : left + MINUTE_MS)
    return soon ? 'soon' : document
  },
})

const asked = (model: Model) => present(model).filter((person) => model.terms.asked(person).length > 0)

/** Somebody agrees to all that is new, or to what they saw before it was. */
export const agree = kind({
  name: 'agree to new terms',
  weight: 8,
  outcomes: ['agreed', 'STATE_CONFLICT'],
  wish: fc.record({ who: which, late: fc.nat(4).map((one) => one === 0) }),
  fits: (model) => asked(model).length > 0,
  async run(model, { ctx, product }, { who, late }) {
    const person = pick(asked(model), who)
    const versions = Object.fromEntries(
      model.terms.asked(person).map(({ document, version }) => [document, late ? '2020-01-01' : version]),
    )
    const answer = await answerOf(product.giveConsent(ctx, { userId: person.id, versions }).then(() => ({})))
    expect(codeOf(answer)).toBe(late ? 'STATE_CONFLICT' : null)
    if (late) return 'STATE_CONFLICT'
    model.terms.agree(person)
    return 'agreed'
  },
})
