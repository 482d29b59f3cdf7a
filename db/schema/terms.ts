import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { users } from './identity'

/** 이용약관, 개인정보 처리방침, 전자금융 오류·분쟁 안내. */
export const DOCUMENTS = ['terms', 'privacy', 'dispute'] as const
export type DocumentName = (typeof DOCUMENTS)[number]

/** Those that people agree to; the third tells them what is theirs anyway. */
export const AGREED = ['terms', 'privacy'] as const satisfies DocumentName[]
export type AgreedName = (typeof AGREED)[number]

export const VERSION_STATUSES = ['DRAFT', 'PUBLISHED', 'REJECTED'] as const

/** What a document says: the main points first, then sections of paragraphs and a list. */
export type DocumentText = {
  summary: string[]
  sections: { heading: string; paragraphs: string[]; items?: string[] }[]
}

const at = (name: string) => timestamp(name, { withTimezone: true })
const listed = (codes: readonly string[]) => sql.raw(codes.map((code) => `'${code}'`).join(', '))

/**
 * The texts that the service stands by, each as long as it is in force: from its day until the next one's. One operator
 * drafts, another publishes; what was drafted never changes, and what was published stays. Only the first of each
 * document, which came with the product, has nobody behind it. That it is announced in time, a trigger sees to.
 */
export const documentVersions = pgTable(
  'document_versions',
  {
    id: uuid().primaryKey(),
    document: text({ enum: DOCUMENTS }).notNull(),
    /** The KST day on which it takes effect; people agree to a document by it. */
    version: text().notNull(),
    /** The midnight that begins that day. */
    effectiveAt: at('effective_at').notNull(),
    content: jsonb().$type<DocumentText>().notNull(),
    /** What changes, in words for everybody. */
    summary: text().notNull(),
    /** Why it changes, likewise: the law has both said. */
    reason: text().notNull(),
    /** Whether it takes something away from people: then they are told earlier. */
    worse: boolean().notNull(),
    status: text({ enum: VERSION_STATUSES }).notNull().default('DRAFT'),
    draftedBy: uuid('drafted_by').references(() => users.id, { onDelete: 'restrict' }),
    draftedAt: at('drafted_at').notNull(),
    /** The second person. */
    decidedBy: uuid('decided_by').references(() => users.id, { onDelete: 'restrict' }),
    /** When it was published, and so announced, or rejected. */
    decidedAt: at('decided_at'),
    rejection: text(),
    /** How far the job is in telling everybody; null when there is nobody left to tell. */
    toldThrough: uuid('told_through'),
    toldAt: at('told_at'),
  },
  (table) => [
    uniqueIndex('document_versions_once')
      .on(table.document, table.version)
      .where(sql`${table.status} = 'PUBLISHED'`),
    uniqueIndex('document_versions_one_draft')
      .on(table.document)
      .where(sql`${table.status} = 'DRAFT'`),
    index('document_versions_drafted').on(table.draftedAt),
    check('document_versions_document', sql`${table.document} in (${listed(DOCUMENTS)})`),
    check('document_versions_status', sql`${table.status} in (${listed(VERSION_STATUSES)})`),
    check(
      'document_versions_day',
      sql`${table.version} ~ '^\\d{4}-\\d\\d-\\d\\d$' and ${table.effectiveAt} = ${table.version}::timestamp at time zone 'Asia/Seoul'`,
    ),
    check(
      'document_versions_words',
      sql`length(${table.summary}) between 1 and 1000 and length(${table.reason}) between 1 and 500`,
    ),
    check('document_versions_two_people', sql`${table.decidedBy} <> ${table.draftedBy}`),
    check(
      'document_versions_decided',
      sql`(${table.status} = 'DRAFT') = (${table.decidedAt} is null) and (${table.decidedBy} is null) = (${table.decidedAt} is null or ${table.draftedBy} is null)`,
    ),
    check(
      'document_versions_rejected',
      sql`(${table.status} = 'REJECTED') = (${table.rejection} is not null)`,
    ),
    check('document_versions_told', sql`${table.toldAt} is null or ${table.status} = 'PUBLISHED'`),
  ],
)

/** Each time somebody said yes or no to news and offers. The last one counts; nobody has said yes who never did. */
export const marketingChoices = pgTable(
  'marketing_choices',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    agreed: boolean().notNull(),
    at: at('at').notNull(),
    address: text(),
  },
  (table) => [index('marketing_choices_user').on(table.userId, table.id)],
)

/**
 * Who somebody was that left, apart from everything else and only for as long as the law has it kept. Their money's
 * records name nobody.
 */
export const leavers = pgTable(
  'leavers',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'restrict' }),
    /** Name, e-mail and social logins. */
    personSealed: text('person_sealed').notNull(),
    leftAt: at('left_at').notNull(),
  },
  (table) => [index('leavers_left').on(table.leftAt)],
)
