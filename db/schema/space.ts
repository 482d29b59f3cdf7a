import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { users } from './identity'

export const SPACE_KINDS = ['party', 'practice', 'meeting', 'studio', 'kitchen', 'other'] as const
export type SpaceKind = (typeof SPACE_KINDS)[number]

export const SPACE_STATUSES = ['open', 'closed'] as const
export type SpaceStatus = (typeof SPACE_STATUSES)[number]

export const REFUND_PRESETS = ['flexible', 'standard', 'domestic', 'custom'] as const
export type RefundPreset = (typeof REFUND_PRESETS)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const listed = (codes: readonly string[]) => sql.raw(codes.map((code) => `'${code}'`).join(', '))

const WHOLE = (key: string, most: number) =>
  `@.${key}.type() == "number" && @.${key}.floor() == @.${key} && @.${key} >= 0 && @.${key} <= ${most}`
const STEPS = [
  '$.type() == "array" && $.size() >= 1 && $.size() <= 6 && $[last].daysBefore == 0',
  `!exists($[*] ? (!(${WHOLE('daysBefore', 90)} && ${WHOLE('percent', 100)})))`,
].join(' && ')

/** A place that is rented by the hour. Any user may own some. */
export const spaces = pgTable(
  'spaces',
  {
    /** In the order of registration: lists go by it. */
    id: uuid().primaryKey(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    kind: text({ enum: SPACE_KINDS }).notNull(),
    name: text().notNull(),
    address: text().notNull(),
    description: text().notNull(),
    /** People. */
    capacity: integer().notNull(),
    /** Won for one hour, everything included. */
    hourlyPrice: bigint('hourly_price', { mode: 'bigint' }).notNull(),
    refundPreset: text('refund_preset', { enum: REFUND_PRESETS }).notNull(),
    /** The owner's own, of a `custom` space: from so many days before the use, so much comes back. */
    refundSteps: jsonb('refund_steps').$type<{ daysBefore: number; percent: number }[]>(),
    /** Booked at once; otherwise the owner accepts each booking. */
    instant: boolean().notNull(),
    /** A closed space keeps its bookings and takes no new ones. */
    status: text({ enum: SPACE_STATUSES }).notNull().default('open'),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    index('spaces_owner').on(table.ownerId, table.id),
    index('spaces_listed')
      .on(table.id)
      .where(sql`${table.status} = 'open'`),
    check('spaces_kind', sql`${table.kind} in (${listed(SPACE_KINDS)})`),
    check('spaces_name_length', sql`length(${table.name}) between 1 and 60`),
    check('spaces_address_length', sql`length(${table.address}) between 1 and 120`),
    check('spaces_description_length', sql`length(${table.description}) <= 2000`),
    check('spaces_capacity_range', sql`${table.capacity} between 1 and 1000`),
    check('spaces_hourly_price_range', sql`${table.hourlyPrice} between 1 and 10000000`),
    check('spaces_refund_preset', sql`${table.refundPreset} in (${listed(REFUND_PRESETS)})`),
    check(
      'spaces_refund_steps_custom',
      sql`(${table.refundPreset} = 'custom') = (${table.refundSteps} is not null)`,
    ),
    // One to six whole steps within their bounds, down to the day of use.
    check(
      'spaces_refund_steps_shape',
      sql`${table.refundSteps} is null or coalesce(jsonb_path_match(${table.refundSteps}, ${sql.raw(`'${STEPS}'`)}, '{}', true), false)`,
    ),
    check('spaces_status', sql`${table.status} in (${listed(SPACE_STATUSES)})`),
  ],
)

/** When a space is open on one weekday, Korean time; a weekday without a row is closed. */
export const spaceHours = pgTable(
  'space_hours',
  {
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'restrict' }),
    /** 0 is Sunday. */
    weekday: smallint().notNull(),
    opensAt: smallint('opens_at').notNull(),
    /** The hour at which the last slot ends; beyond 24 it is the morning after. */
    closesAt: smallint('closes_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'space_hours_pkey', columns: [table.spaceId, table.weekday] }),
    check('space_hours_weekday', sql`${table.weekday} between 0 and 6`),
    check('space_hours_opens_at_range', sql`${table.opensAt} between 0 and 23`),
    check(
      'space_hours_closes_after_opening',
      sql`${table.closesAt} between ${table.opensAt} + 1 and least(${table.opensAt} + 24, 30)`,
    ),
  ],
)

/** A time in which a space cannot be booked although it would be open. Half-open: it ends where the next may begin. */
export const spaceBlackouts = pgTable(
  'space_blackouts',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'restrict' }),
    startsAt: at('starts_at').notNull(),
    endsAt: at('ends_at').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    index('space_blackouts_space').on(table.spaceId, table.endsAt),
    check(
      'space_blackouts_length',
      sql`${table.endsAt} > ${table.startsAt} and ${table.endsAt} <= ${table.startsAt} + interval '8784 hours'`,
    ),
    check(
      'space_blackouts_whole_hours',
      sql`mod(extract(epoch from ${table.startsAt}), 3600) = 0 and mod(extract(epoch from ${table.endsAt}), 3600) = 0`,
    ),
  ],
)

/** A picture of a space, re-encoded by us in two sizes. In the database, so that every instance can serve it. */
export const spacePhotos = pgTable(
  'space_photos',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'restrict' }),
    /** One of eight places: what bounds their number. */
    position: smallint().notNull(),
    /** Shown first and in lists. */
    cover: boolean().notNull(),
    /** SHA-256 of both sizes, hexadecimal: the name under which they are served for ever. */
    hash: text().notNull(),
    /** Pixels of the large size. */
    width: integer().notNull(),
    height: integer().notNull(),
    /** WebP. */
    large: bytea().notNull(),
    small: bytea().notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    unique('space_photos_position_once').on(table.spaceId, table.position),
    unique('space_photos_picture_once').on(table.spaceId, table.hash),
    uniqueIndex('space_photos_one_cover')
      .on(table.spaceId)
      .where(sql`${table.cover}`),
    index('space_photos_hash').on(table.hash),
    check('space_photos_position_range', sql`${table.position} between 1 and 8`),
    check('space_photos_hash_shape', sql`${table.hash} ~ '^[0-9a-f]{64}$'`),
    check(
      'space_photos_pixels',
      sql`${table.width} between 1 and 1600 and ${table.height} between 1 and 1600`,
    ),
    check(
      'space_photos_bytes',
      sql`octet_length(${table.large}) between 1 and 2097152 and octet_length(${table.small}) between 1 and 524288`,
    ),
  ],
)
