import type { Metadata } from 'next'
import { MapPin, Users, Zap } from 'lucide-react'
import { BrokerNotice } from '@/app/_components/broker-notice'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { Won } from '@/app/_components/won'
import { currentUser, webContext } from '@/lib/auth'
import { newId } from '@/lib/ids'
import { refundLines, refundName, stepsOf } from '@/lib/policy/refund-presets'
import { readSetting } from '@/lib/settings/read-setting'
import { hoursLines } from '@/lib/space/hours'
import { readNight } from '@/lib/space/slots'
import { daySchema } from '@/lib/wire'
import { KIND_NAMES } from '@/lib/space/kinds'
import type { SpaceDetail } from '@/lib/space/read-space'
import { addDays, kstDay } from '@/lib/time'
import { chosenIn, type Asked } from './chosen-hours'
import { Days } from './days'
import { findSpace } from './find-space'
import { Gallery } from './gallery'
import { HourPicker, type Offer } from './hour-picker'

/** How many days ahead the page offers. */
const DAYS_AHEAD = 30

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Asked & { date?: string | string[] }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await findSpace((await params).id)).name }
}

export default async function SpacePage({ params, searchParams }: Props) {
  const space = await findSpace((await params).id)
  const [ctx, user, query] = await Promise.all([webContext(), currentUser(), searchParams])
  const now = ctx.now()
  const today = kstDay(now)
  const asked = daySchema.safeParse(query.date)
  const inReach = asked.success && today <= asked.data && asked.data < addDays(today, DAYS_AHEAD)
  const day = inReach ? asked.data : today
  const open = space.status === 'open'
  const [slots, disaster] = await Promise.all([
    open ? readNight(ctx, space.id, day) : [],
    readSetting(ctx, 'disaster'),
  ])
  return (
    <>
      <Gallery name={space.name} photos={space.photos} />
      <div className="mt-6 grid grid-cols-1 items-start gap-6 desktop:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)] desktop:gap-8">
        <div className="space-y-6">
          <div>
            <PageHeader title={space.name}>
              <p className="flex items-start gap-1.5">
                <MapPin className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
                {space.address}
              </p>
            </PageHeader>
            <ul className="-mt-2 flex flex-wrap gap-2 text-label">
              <li className="rounded-full bg-sunken px-3 py-1.5">{KIND_NAMES[space.kind]}</li>
              <li className="inline-flex items-center gap-1.5 rounded-full bg-sunken px-3 py-1.5">
                <Users className="size-4" aria-hidden="true" />
                최대 {space.capacity}명
              </li>
              {space.instant ? (
                <li className="inline-flex items-center gap-1.5 rounded-full bg-brand-soft px-3 py-1.5 font-medium text-brand-ink">
                  <Zap className="size-4" aria-hidden="true" />
                  바로 예약돼요
                </li>
              ) : (
                <li className="rounded-full bg-sunken px-3 py-1.5">등록자가 확인하고 받아요</li>
              )}
            </ul>
          </div>
          {space.description ? (
            <p className="prose-lines text-body whitespace-pre-line text-ink-soft">{space.description}</p>
          ) : null}
        </div>

        <Card as="section" labelledBy="times" className="desktop:sticky desktop:top-8 desktop:row-span-2">
          <p className="text-heading font-bold">
            <Won amount={space.hourlyPrice} />
            <span className="text-label font-normal text-ink-soft"> / 시간</span>
          </p>
          <p className="text-caption text-ink-soft">부가세와 수수료가 모두 들어 있는 가격이에요.</p>
          <h2 id="times" className="mt-5 mb-2 text-title font-semibold">
            예약할 수 있는 시간
          </h2>
          {open ? (
            <>
              <Days spaceId={space.id} today={today} chosen={day} count={DAYS_AHEAD} />
              {slots.length ? (
                <HourPicker
                  key={day}
                  day={day}
                  slots={slots}
                  space={offerOf(space, user?.id)}
                  initial={chosenIn(slots, day, query)}
                  disaster={disaster}
                  now={now}
                  requestKey={newId()}
                />
              ) : (
                <p className="py-10 text-center text-label text-ink-soft">
                  쉬는 날이에요. 다른 날을 골라 주세요.
                </p>
              )}
            </>
          ) : (
            <Notice tone="caution" title="지금은 예약을 받지 않아요">
              다시 열리면 이 자리에서 시간을 고를 수 있어요.
            </Notice>
          )}
        </Card>

        <div className="space-y-5">
          <Card as="section" labelledBy="hours">
            <h2 id="hours" className="mb-1 text-title font-semibold">
              이용 시간
            </h2>
            <DetailList
              rows={hoursLines(space.hours).map(({ days, time }) => ({ label: days, value: time }))}
            />
          </Card>
          <Card as="section" labelledBy="refund">
            <h2 id="refund" className="text-title font-semibold">
              환불 규정 · {refundName(space.refundPreset)}
            </h2>
            <p className="mt-1 mb-1 text-label text-ink-soft">
              취소하는 날을 기준으로, 낸 돈을 지갑 잔액으로 돌려드려요.
            </p>
            <DetailList
              rows={refundLines(stepsOf(space)).map(({ when, then }) => ({ label: when, value: then }))}
            />
          </Card>
          <Card as="section" labelledBy="owner">
            <h2 id="owner" className="text-title font-semibold">
              공간 등록자
            </h2>
            <p className="mt-2 text-body font-medium">{space.ownerName}님</p>
            <div className="mt-2">
              <BrokerNotice />
            </div>
          </Card>
        </div>
      </div>
    </>
  )
}

/** What the picker needs to know of a space. */
function offerOf(space: SpaceDetail, visitor: string | undefined): Offer {
  const { id, address, hourlyPrice, instant, ownerId } = space
  return { id, address, hourlyPrice, instant, refundSteps: stepsOf(space), own: ownerId === visitor }
}
