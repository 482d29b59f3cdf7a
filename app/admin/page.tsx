import type { Metadata } from 'next'
import { dayName } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { requireOperator, webContext } from '@/lib/auth'
import { readMorning } from '@/lib/flows/morning/read-morning'
import { Checks } from './_today/checks'
import { Clocks } from './_today/clocks'
import { Gauges } from './_today/gauges'
import { Money } from './_today/money'
import { Switches } from './_today/switches'
import { ToDo } from './_today/to-do'
import { placesFor } from './places'

export const metadata: Metadata = { title: '오늘' }

export default async function TodayPage() {
  const user = await requireOperator('console.read')
  const ctx = await webContext()
  const morning = await readMorning(ctx)
  const now = ctx.now()
  const open = new Set(placesFor(user).map(({ href }) => href))
  return (
    <div className="mx-auto max-w-4xl">
      <PageHeader title="오늘">{dayName(morning.today)}</PageHeader>
      <div className="grid gap-4 tablet:grid-cols-2">
        <Money morning={morning} open={open} />
        <ToDo morning={morning} now={now} open={open} />
        <Clocks morning={morning} open={open} />
        <Checks morning={morning} now={now} />
        <Switches switches={morning.switches} />
        <Gauges thresholds={morning.thresholds} />
      </div>
    </div>
  )
}
