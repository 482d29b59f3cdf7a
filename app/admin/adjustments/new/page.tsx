import type { Metadata } from 'next'
import { z } from 'zod'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { SelectField } from '@/app/_components/select-field'
import { draftSchema, type Draft } from '@/lib/adjustment/draft'
import { previewAdjustment, type Preview } from '@/lib/adjustment/preview'
import { requireOperator, webContext } from '@/lib/auth'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { CHART } from '@/lib/ledger/chart'
import { ALLOWED } from '@/lib/adjustment/rules'
import { LegsTable } from '../../ledger/legs-table'
import { TYPE_NAMES } from '../words'
import { ProposeForm } from './propose-form'

export const metadata: Metadata = { title: '조정 올리기' }

const LINES = [1, 2, 3, 4]
const text = z.string().trim().max(60).catch('')
const line = z.object({ account: text, side: text, amount: text, user: text })

type Params = Record<string, string | undefined>

/** The form keeps what was typed in its address, so that a preview can be looked at twice. */
export default async function NewAdjustmentPage({ searchParams }: { searchParams: Promise<Params> }) {
  await requireOperator('adjustments.make')
  const ctx = await webContext()
  const asked = await searchParams
  const { type = 'adjustment' } = asked
  const lines = LINES.map((place) =>
    line.parse(
      Object.fromEntries(
        ['account', 'side', 'amount', 'user'].map((name) => [name, asked[`${name}${place}`]]),
      ),
    ),
  )
  const looked = asked.account1 === undefined ? null : await look(ctx, type, lines, asked.reverses)
  const accounts = [...new Set(Object.values(ALLOWED).flat())]
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="조정 올리기" back={{ href: '/admin/adjustments', label: '조정' }}>
        자산과 비용은 차변이 늘어나는 쪽, 부채와 수익은 대변이 늘어나는 쪽이에요.
      </PageHeader>
      <form className="space-y-4">
        {asked.reverses ? <input type="hidden" name="reverses" value={asked.reverses} /> : null}
        <SelectField name="type" label="종류" defaultValue={type}>
          {Object.entries(TYPE_NAMES).map(([each, name]) => (
            <option key={each} value={each}>
              {name}
            </option>
          ))}
        </SelectField>
        {lines.map(({ account, side, amount, user }, index) => {
          const place = LINES[index]!
          return (
            <fieldset key={place} className="rounded-card bg-surface p-4 ring-1 ring-line ring-inset">
              <legend className="sr-only">분개 {place}줄</legend>
              <div className="grid grid-cols-2 gap-3 tablet:grid-cols-[2fr_1fr_1.5fr]">
                <SelectField
                  name={`account${place}`}
                  label={`계정 ${place}`}
                  defaultValue={account}
                  className="col-span-2 tablet:col-span-1"
                >
                  <option value="">비워 두기</option>
                  {accounts.map((each) => (
                    <option key={each} value={each}>
                      {CHART[each].name}
                    </option>
                  ))}
                </SelectField>
                <SelectField
                  name={`side${place}`}
                  label="차변·대변"
                  defaultValue={side || (place === 1 ? 'debit' : 'credit')}
                >
                  <option value="debit">차변</option>
                  <option value="credit">대변</option>
                </SelectField>
                <Field
                  name={`amount${place}`}
                  label="금액"
                  inputMode="numeric"
                  autoComplete="off"
                  defaultValue={amount}
                />
              </div>
              <div className="mt-3">
                <Field
                  name={`user${place}`}
                  label="회원 번호"
                  hint="회원의 지갑일 때만 적어 주세요."
                  autoComplete="off"
                  defaultValue={user}
                />
              </div>
            </fieldset>
          )
        })}
        <button type="submit" className={buttonClass('plain', 'regular', 'w-full')}>
          분개 미리 보기
        </button>
      </form>
      {looked?.refusal ? (
        <Notice tone="danger" live="alert" title="이대로는 올릴 수 없어요" className="mt-4">
          {looked.refusal}
        </Notice>
      ) : null}
      {looked?.preview ? (
        <Card as="section" labelledBy="preview" className="mt-4">
          <h2 id="preview" className="mb-2 text-title font-semibold">
            이렇게 장부에 올라가요
          </h2>
          <LegsTable legs={looked.preview.legs} />
          <ProposeForm draft={JSON.stringify(looked.draft)} hash={looked.preview.hash} />
        </Card>
      ) : null}
    </div>
  )
}

type Looked =
  { refusal: string; preview?: undefined } | { refusal?: undefined; draft: Draft; preview: Preview }

/** What was typed as a draft with its preview, or why it is none. */
async function look(
  ctx: Ctx,
  type: string,
  lines: z.output<typeof line>[],
  reverses?: string,
): Promise<Looked> {
  const legs = lines
    .filter(({ account }) => account !== '')
    .map(({ account, side, amount, user }) => {
      const won = amount.replaceAll(/[,원\s]/g, '')
      return { account, amount: side === 'debit' ? `-${won}` : won, ...(user ? { user } : {}) }
    })
  const draft = draftSchema.safeParse({ id: newId(), type, legs, ...(reverses ? { reverses } : {}) })
  if (!draft.success) {
    const [issue] = draft.error.issues
    return {
      refusal:
        issue?.code === 'custom' && issue.message !== 'Invalid input'
          ? issue.message
          : '계정, 금액, 회원 번호를 다시 확인해 주세요.',
    }
  }
  try {
    return { draft: draft.data, preview: await previewAdjustment(ctx.db, draft.data) }
  } catch (error) {
    if (error instanceof PosPayError) return { refusal: error.message }
    throw error
  }
}
