import { Download, FileText } from 'lucide-react'
import { useId } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { EmptyState } from '@/app/_components/empty-state'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { Won } from '@/app/_components/won'
import type { Sums, Table } from '@/lib/document/table'
import { StatementLines } from './statement-lines'

/** More than anybody reads on a screen. */
const SHOWN = 300

const FILES = [
  { ending: 'xlsx', label: '엑셀' },
  { ending: 'pdf', label: 'PDF' },
  { ending: 'csv', label: 'CSV' },
]

type Props = {
  table: Table
  /** Where the statement is; its files lie below. */
  path: string
  back: { href: string; label: string }
}

/** What it comes to, the files to keep, and line by line how it came about. */
export function StatementView({ table, path, back }: Props) {
  const { title, facts, sums, rows } = table
  const [first, ...others] = sums
  return (
    <>
      <PageHeader title={title} back={back} />
      <div className="grid items-start gap-5 desktop:grid-cols-2 desktop:gap-7">
        <SumsCard sums={first!} />
        <div className="space-y-5 desktop:space-y-7">
          {others.map((group) => (
            <SumsCard key={group.title} sums={group} />
          ))}
          <Card className="py-2 tablet:py-3">
            <DetailList rows={facts} />
          </Card>
        </div>
      </div>
      <nav aria-label="파일로 받기" className="mt-5 grid grid-cols-3 gap-3 desktop:mt-7">
        {FILES.map(({ ending, label }) => (
          <a key={ending} href={`${path}/${ending}`} className={buttonClass('plain')}>
            <Download className="size-4" aria-hidden="true" />
            {label}
          </a>
        ))}
      </nav>
      <Card as="section" labelledBy="lines" className="mt-5 desktop:mt-7">
        <h2 id="lines" className="text-title font-semibold">
          내역 {rows.length}건
        </h2>
        {rows.length ? (
          <StatementLines table={{ ...table, rows: rows.slice(0, SHOWN) }} />
        ) : (
          <EmptyState icon={FileText} title="이 기간에는 내역이 없어요">
            결제, 환불, 출금이 생기면 여기에 한 줄씩 쌓여요.
          </EmptyState>
        )}
        {rows.length > SHOWN ? (
          <Notice className="mt-4">
            앞의 {SHOWN}건만 보여드려요. 합계는 전체 {rows.length}건이고, 나머지는 파일에 모두 있어요.
          </Notice>
        ) : null}
      </Card>
    </>
  )
}

function SumsCard({ sums: { title, figures } }: { sums: Sums }) {
  const id = useId()
  return (
    <Card as="section" labelledBy={id}>
      <h2 id={id} className="mb-1 text-title font-semibold">
        {title}
      </h2>
      <DetailList
        rows={figures.map(({ label, amount, strong }) => ({
          label,
          value: <Won amount={amount} className={strong ? 'text-title font-bold' : undefined} />,
        }))}
      />
    </Card>
  )
}
