import type { Metadata } from 'next'
import { Landmark } from 'lucide-react'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { dayName } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { requireOperator, webContext } from '@/lib/auth'
import { listImports, type KeptImport } from '@/lib/bank-statement/list-imports'
import { readStanding } from '@/lib/bank-statement/read-standing'
import { hasDuty } from '@/lib/identity/duties'
import { findBankBreaks } from '@/lib/reconcile/read-break'
import { Balance } from './balance'
import { Differences } from './differences'
import { ImportForm } from './import-form'

export const metadata: Metadata = { title: '은행 대조' }

export default async function BankPage() {
  const user = await requireOperator('books.read')
  const ctx = await webContext()
  const [standing, breaks, imports] = await Promise.all([
    readStanding(ctx),
    findBankBreaks(ctx),
    listImports(ctx),
  ])
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="은행 대조">
        별도관리 계좌에 실제로 있는 돈을 은행 거래내역으로 장부와 맞춰 봐요.
      </PageHeader>
      {standing ? (
        <Balance standing={standing} />
      ) : (
        <Card>
          <EmptyState icon={Landmark} title="아직 가져온 거래내역이 없어요">
            거래내역을 가져오면 은행에 있는 돈과 장부를 나란히 볼 수 있어요.
          </EmptyState>
        </Card>
      )}
      {standing?.differences.length ? (
        <section aria-labelledby="differences" className="mt-8">
          <h2 id="differences" className="mb-3 text-title font-semibold">
            짝을 찾지 못한 거래 {standing.differences.length}건
          </h2>
          <Differences differences={standing.differences} breaks={breaks} />
        </section>
      ) : null}
      {hasDuty(user, 'bank.import') ? (
        <section aria-labelledby="import" className="mt-8">
          <h2 id="import" className="mb-3 text-title font-semibold">
            거래내역 가져오기
          </h2>
          <Card>
            <ImportForm />
          </Card>
        </section>
      ) : null}
      {imports.length ? (
        <section aria-labelledby="imports" className="mt-8">
          <h2 id="imports" className="mb-3 text-title font-semibold">
            최근에 가져온 파일
          </h2>
          <Card className="py-1 tablet:py-2">
            <ul className="divide-y divide-line">
              {imports.map((kept) => (
                <Kept key={kept.id} kept={kept} now={ctx.now()} />
              ))}
            </ul>
          </Card>
        </section>
      ) : null}
    </div>
  )
}

function Kept({ kept, now }: { kept: KeptImport; now: Date }) {
  const { firstDay, lastDay, lines, added, importedByName, importedAt } = kept
  return (
    <li className="flex items-baseline justify-between gap-4 py-3.5">
      <span className="min-w-0">
        <span className="block text-label font-medium">
          {dayName(firstDay)}
          {firstDay === lastDay ? '' : ` – ${dayName(lastDay)}`}
        </span>
        <span className="block text-caption text-ink-soft">
          {importedByName} · <When at={importedAt} now={now} />
        </span>
      </span>
      <span className="shrink-0 text-right text-label">
        {added ? `새 거래 ${added}건` : '새 거래 없음'}
        <span className="block text-caption text-ink-faint">모두 {lines}건</span>
      </span>
    </li>
  )
}
