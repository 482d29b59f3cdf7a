'use client'

import clsx from 'clsx'
import {
  CalendarCheck,
  ChartNoAxesColumn,
  CirclePlus,
  DoorOpen,
  Inbox,
  ReceiptText,
  Store,
  UserRound,
  WalletMinimal,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

const SPACES = { href: '/spaces', label: '공간', Icon: DoorOpen }
const BOOKINGS = { href: '/bookings', label: '예약', Icon: CalendarCheck }
const WALLET = { href: '/wallet', label: '지갑', Icon: WalletMinimal }
const CHARGE = { href: '/wallet/charge', label: '충전', Icon: CirclePlus }
const HISTORY = { href: '/wallet/history', label: '내역', Icon: ReceiptText }
const OWN_SPACES = { href: '/owner/spaces', label: '내 공간', Icon: Store }
const OWN_BOOKINGS = { href: '/owner/bookings', label: '받은 예약', Icon: Inbox }
const EARNINGS = { href: '/owner', label: '정산', Icon: ChartNoAxesColumn }
const ACCOUNT = { href: '/account', label: '내 정보', Icon: UserRound }

const SIDE_PLACES = [SPACES, BOOKINGS, WALLET, CHARGE, HISTORY, OWN_SPACES, OWN_BOOKINGS, EARNINGS, ACCOUNT]
/** Five are enough for a phone: the wallet leads to the charge, the account to what one owns. */
const TAB_PLACES = [SPACES, BOOKINGS, WALLET, HISTORY, ACCOUNT]

/** The longest place that the path lies under is where the visitor is. */
export function currentPlace(places: { href: string }[], path: string): string | undefined {
  const under = places.filter(({ href }) => path === href || path.startsWith(`${href}/`))
  return under.sort((a, b) => b.href.length - a.href.length)[0]?.href
}

export function SideLinks() {
  const here = currentPlace(SIDE_PLACES, usePathname())
  return (
    <ul className="space-y-1">
      {SIDE_PLACES.map(({ href, label, Icon }) => (
        <li key={href}>
          <Link
            href={href}
            aria-current={here === href ? 'page' : undefined}
            className={clsx(
              'flex min-h-12 items-center gap-3 rounded-control px-4 text-label font-medium',
              here === href ? 'bg-brand-soft text-brand-ink' : 'text-ink-soft hover:bg-sunken hover:text-ink',
            )}
          >
            <Icon className="size-5" aria-hidden="true" />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  )
}

export function TabLinks() {
  const here = currentPlace(TAB_PLACES, usePathname())
  return (
    <ul className="mx-auto grid max-w-lg grid-cols-5">
      {TAB_PLACES.map(({ href, label, Icon }) => (
        <li key={href}>
          <Link
            href={href}
            aria-current={here === href ? 'page' : undefined}
            className={clsx(
              'flex min-h-15 flex-col items-center justify-center gap-0.5 text-caption font-medium',
              here === href ? 'text-brand' : 'text-ink-faint',
            )}
          >
            <Icon className="size-6" strokeWidth={here === href ? 2.3 : 1.8} aria-hidden="true" />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  )
}
