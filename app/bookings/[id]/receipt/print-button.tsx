'use client'

import { Printer } from 'lucide-react'
import { buttonClass } from '@/app/_components/button'

export function PrintButton() {
  return (
    <button
      type="button"
      onClick={() => window.print()}
      className={buttonClass('primary', 'large', 'w-full print:hidden')}
    >
      <Printer className="size-5" aria-hidden="true" />
      인쇄하기
    </button>
  )
}
