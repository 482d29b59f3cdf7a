import { addMs, DAY_MS, startOfKstDay } from '@/lib/time'

/** How many days a book was kept before the bench begins: each is closed and has its totals. */
export const DAYS = 28

/** Everything that is measured is posted to today. */
export const FIRST_DAY = addMs(startOfKstDay(new Date()), -DAYS * DAY_MS)

/** Who posts. */
export const POSTING = { actor: 'job:bench', requestId: 'bench', now: () => new Date() }
