import { newId } from '@/lib/ids'
import { load, type WebRequest } from '../load'
import type { Goal, Row } from '../row'
import type { Site } from '../site'

const CONNECTIONS = 32
/** More than anybody pays in a second. */
const MOST_PER_SECOND = 3000

type Asking = {
  name: string
  figure: 'requests/s' | 'pages/s'
  goals: Goal[]
  prepare?(site: Site, seconds: number): Promise<void>
  next(site: Site): WebRequest
}

function asking({ name, figure, goals, prepare, next }: Asking): Row {
  return {
    name,
    figure,
    goals,
    open: async (world) => {
      const site = await world.site()
      return async (seconds) => {
        await prepare?.(site, seconds)
        return load({ url: site.url, connections: CONNECTIONS, seconds, next: () => next(site) })
      }
    },
  }
}

const someone = ({ renters }: Site) => renters[Math.floor(Math.random() * renters.length)]!
const asBrowser = (site: Site) => ({ cookie: `pospay.session=${site.tokenOf(someone(site))}` })

const EMPTY = 'empty route handler, 32 connections'
/** The frame of every page of a logged-in user around one sentence; it asks who is there and for one order. */
const BARE = 'bare dynamic page, 32 connections'

/** The built site, through HTTP, against what the framework costs without any work of ours. */
export const siteRows: Row[] = [
  asking({
    name: EMPTY,
    figure: 'requests/s',
    goals: [],
    next: () => ({ method: 'GET', path: '/api/health' }),
  }),
  asking({
    name: 'POST /bookings/{id}/pay, 32 connections',
    figure: 'requests/s',
    goals: [{ kind: 'faster', than: EMPTY, atLeast: 0.7 }],
    prepare: ({ held }, seconds) => held.refill(Math.ceil(MOST_PER_SECOND * (seconds + 1)) + CONNECTIONS),
    next: (site) => {
      const { bookingId, renterId } = site.held.take()
      return {
        method: 'POST',
        path: `/api/v1/bookings/${bookingId}/pay`,
        headers: {
          authorization: `Bearer ${site.tokenOf(renterId)}`,
          'content-type': 'application/json',
          'idempotency-key': newId(),
        },
        body: '{}',
      }
    },
  }),
  asking({
    name: BARE,
    figure: 'pages/s',
    goals: [],
    next: (site) => ({ method: 'GET', path: '/wallet/charge/fail', headers: asBrowser(site) }),
  }),
  asking({
    name: 'wallet page, 32 connections',
    figure: 'pages/s',
    goals: [{ kind: 'faster', than: BARE, atLeast: 0.6 }],
    next: (site) => ({ method: 'GET', path: '/wallet', headers: asBrowser(site) }),
  }),
  asking({
    name: 'history page of 20 rows, 32 connections',
    figure: 'pages/s',
    goals: [{ kind: 'faster', than: BARE }],
    next: (site) => ({ method: 'GET', path: '/wallet/history', headers: asBrowser(site) }),
  }),
]
