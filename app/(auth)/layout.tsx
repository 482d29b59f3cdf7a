import Link from 'next/link'
import type { ReactNode } from 'react'
import { Brand } from '@/app/_components/brand'
import { PocketLines } from '@/app/_components/pocket-lines'

/** A form on the left; on a wide screen, what the product stands for on the right. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh desktop:grid-cols-2">
      <div className="flex flex-col px-5 tablet:px-10">
        <header className="flex h-16 items-center">
          <Link href="/" className="-ml-1 inline-flex min-h-11 items-center rounded-control px-1">
            <Brand />
          </Link>
        </header>
        <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center pt-6 pb-16">
          {children}
        </main>
      </div>
      <aside className="relative hidden overflow-hidden bg-linear-to-br from-hero to-hero-deep p-16 text-hero-ink desktop:flex desktop:flex-col desktop:justify-end">
        <PocketLines className="top-0 -right-10 size-[34rem]" />
        <p className="relative text-[2.25rem]/[3rem] font-bold tracking-[-0.03em]">
          내 돈이 지금 얼마인지,
          <br />늘 알 수 있게.
        </p>
        <p className="prose-lines relative mt-4 max-w-md text-body text-hero-faint">
          충전한 돈은 맡겨 두신 돈이에요. 1원까지 장부에 적고, 결제가 끊기면 끝까지 확인해서 알려 드려요.
        </p>
      </aside>
    </div>
  )
}
