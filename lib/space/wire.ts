import { z } from 'zod'
import { endpoint } from '@/lib/endpoint'
import { daySchema, instant, pageOf, won } from '@/lib/wire'
import { spaceFilter } from './list-spaces'
import { MAX_PHOTO_BYTES, PHOTO_TYPES } from './photo-limits'

export const listSpaces = endpoint({
  method: 'GET',
  path: '/spaces',
  summary: 'Spaces that take bookings, newest first',
  login: false,
  query: spaceFilter,
  answers: {
    200: pageOf(
      z.object({
        id: z.string(),
        name: z.string(),
        address: z.string(),
        capacity: z.int(),
        hourlyPrice: won,
        instant: z.boolean(),
      }),
    ),
  },
})

export const listSlots = endpoint({
  method: 'GET',
  path: '/spaces/{spaceId}/slots',
  summary: 'The opening hours of a space on a day of Korean time, and which can still be booked',
  login: false,
  query: z.object({ date: daySchema }),
  answers: {
    200: z.object({
      date: z.iso.date(),
      items: z.array(z.object({ startAt: instant, endAt: instant, available: z.boolean() })),
    }),
  },
  refusals: ['SPACE_UNAVAILABLE'],
})

export const addPhoto = endpoint({
  method: 'POST',
  path: '/spaces/{spaceId}/photos',
  summary: "Show a picture with one's own space",
  login: true,
  upload: { types: PHOTO_TYPES, maxBytes: MAX_PHOTO_BYTES },
  answers: { 201: z.object({ photoId: z.string(), hash: z.string() }) },
  refusals: ['INVALID_REQUEST', 'STATE_CONFLICT', 'ACCOUNT_FROZEN'],
})
