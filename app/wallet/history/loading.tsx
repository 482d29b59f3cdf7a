import { Skeleton } from '@/app/_components/skeleton'

export default function HistoryLoading() {
  return (
    <div className="mx-auto max-w-2xl" aria-busy="true">
      <p className="sr-only" role="status">
        불러오고 있어요
      </p>
      <Skeleton className="h-8 w-20" />
      <div className="mt-8 flex gap-2">
        <Skeleton className="h-11 w-16" />
        <Skeleton className="h-11 w-16" />
      </div>
      <div className="mt-5 space-y-6 rounded-card bg-surface p-6 ring-1 ring-line/70">
        <Skeleton className="h-6 w-32" />
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-10 w-full" />
      </div>
    </div>
  )
}
