'use client'

import { usePathname } from 'next/navigation'
import { ChipLink } from '@/app/_components/chip'

type Place = { href: string; label: string }

export function AdminNav({ places }: { places: Place[] }) {
  const path = usePathname()
  return (
    <nav aria-label="운영 메뉴" className="mx-auto mb-5 flex max-w-2xl gap-2 overflow-x-auto">
      {places.map(({ href, label }) => (
        <ChipLink key={href} href={href} active={path === href}>
          {label}
        </ChipLink>
      ))}
    </nav>
  )
}
