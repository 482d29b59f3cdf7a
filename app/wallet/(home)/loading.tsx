import { Skeleton } from '@/app/_components/skeleton'

export default function WalletLoading() {
  return (
    <div aria-busy="true">
      <p className="sr-only" role="status">
        불러오고 있어요
      </p>
      <div className="grid items-start gap-5 desktop:grid-cols-[1.15fr_1fr] desktop:gap-7">
        <div className="h-64 animate-breathe rounded-card bg-hero/25" aria-hidden="true" />
        <div className="space-y-5 rounded-card bg-surface p-6 ring-1 ring-line/70">
          <Skeleton className="h-6 w-24" />
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
        </div>
      </div>
    </div>
  )
}
