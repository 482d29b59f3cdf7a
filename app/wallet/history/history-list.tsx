'use client'

import { useState } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import type { HistoryItem, MonthTotal } from '@/lib/ledger/read'
import { HistoryDetail } from './history-detail'
import { loadOlder } from './load-older'
import { MonthSection } from './month-section'
import { byMonth, mergeItems } from './months'

type Props = { newest: HistoryItem[]; nextCursor: string | null; type: string | null; totals: MonthTotal[] }

/** The history from the newest item down to as far as the reader asked for. */
export function HistoryList({ newest, nextCursor, type, totals }: Props) {
  const [kept, setKept] = useState(newest)
  const [cursor, setCursor] = useState(nextCursor)
  const [loading, setLoading] = useState<'idle' | 'busy' | 'failed'>('idle')
  const [opened, setOpened] = useState<HistoryItem | null>(null)

  // A redraw brings new items on top; those it pushed off the first page stay.
  const items = mergeItems(newest, kept)
  if (items.length !== kept.length) setKept(items)

  async function more() {
    if (!cursor) return
    setLoading('busy')
    try {
      const older = await loadOlder(cursor, type)
      setKept((at) => mergeItems(at, older.items))
      setCursor(older.nextCursor)
      setLoading('idle')
    } catch {
      setLoading('failed')
    }
  }

  return (
    <>
      <div className="space-y-5">
        {byMonth(items, totals).map((month) => (
          <MonthSection key={month.month} month={month} onOpen={setOpened} />
        ))}
      </div>
      <div role="status">
        {loading === 'failed' ? (
          <Notice tone="danger" className="mt-5">
            지난 내역을 불러오지 못했어요. 잔액에는 영향이 없으니 다시 눌러 주세요.
          </Notice>
        ) : null}
      </div>
      {cursor ? (
        <button
          type="button"
          onClick={more}
          disabled={loading === 'busy'}
          className={buttonClass('plain', 'large', 'mt-5 w-full')}
        >
          {loading === 'busy' ? '불러오고 있어요' : '더 보기'}
        </button>
      ) : (
        <p className="mt-6 text-center text-caption text-ink-faint">여기까지가 전부예요</p>
      )}
      <HistoryDetail item={opened} onClose={() => setOpened(null)} />
    </>
  )
}
