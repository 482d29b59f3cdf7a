'use client'

import { usePathname } from 'next/navigation'
import { ChipLink } from '@/app/_components/chip'

export function AdminNav({ places }: { places: { href: string; label: string }[] }) {
  const path = usePathname()
  return (
    <nav
      aria-label="운영 메뉴"
      className="-mx-5 mb-5 flex max-w-2xl gap-2 overflow-x-auto px-5 py-1 tablet:mx-auto tablet:px-0"
    >
      {places.map(({ href, label }) => (
        <ChipLink key={href} href={href} active={path === href}>
          {label}
        </ChipLink>
      ))}
    </nav>
  )
}
