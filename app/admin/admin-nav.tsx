'use client'

import clsx from 'clsx'
import { ChevronDown, Undo2 } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { currentPlace } from '@/app/_components/nav-links'
import type { Group } from './places'

export type MenuPlace = { href: string; label: string; group: Group | null }

/** The console's menu in the side bar. */
export function AdminSide({ places }: { places: MenuPlace[] }) {
  return (
    <>
      <Groups places={places} here={currentPlace(places, usePathname())} />
      <Link
        href="/wallet"
        className="mt-4 flex min-h-11 items-center gap-2 rounded-control px-4 text-label text-ink-faint hover:text-ink"
      >
        <Undo2 className="size-4" aria-hidden="true" />내 지갑으로
      </Link>
    </>
  )
}

/** The same on a phone: closed, it says where one is. */
export function AdminMenu({ places }: { places: MenuPlace[] }) {
  const path = usePathname()
  const here = currentPlace(places, path)
  return (
    // By the path, so that going somewhere closes it.
    <details
      key={path}
      className="group mb-5 rounded-card bg-surface ring-1 ring-line desktop:hidden print:hidden"
    >
      <summary className="flex min-h-12 cursor-pointer list-none items-center justify-between px-4 text-label font-medium [&::-webkit-details-marker]:hidden">
        <span>
          <span className="text-ink-faint">운영 · </span>
          {places.find(({ href }) => href === here)?.label ?? '메뉴'}
        </span>
        <ChevronDown className="size-5 text-ink-faint group-open:rotate-180" aria-hidden="true" />
      </summary>
      <nav aria-label="운영 메뉴" className="border-t border-line p-2">
        <Groups places={places} here={here} />
      </nav>
    </details>
  )
}

function Groups({ places, here }: { places: MenuPlace[]; here: string | undefined }) {
  const groups = [...new Set(places.map(({ group }) => group))]
  return groups.map((group) => (
    <section key={group} className="not-first:mt-3">
      {group ? <p className="px-4 pb-1 text-caption font-medium text-ink-faint">{group}</p> : null}
      <ul className="grid grid-cols-2 desktop:grid-cols-1">
        {places
          .filter((place) => place.group === group)
          .map(({ href, label }) => (
            <li key={href}>
              <Link
                href={href}
                aria-current={here === href ? 'page' : undefined}
                className={clsx(
                  'flex min-h-11 items-center rounded-control px-4 text-label font-medium desktop:min-h-9',
                  here === href
                    ? 'bg-brand-soft text-brand-ink'
                    : 'text-ink-soft hover:bg-sunken hover:text-ink',
                )}
              >
                {label}
              </Link>
            </li>
          ))}
      </ul>
    </section>
  ))
}
