import type { Metadata } from 'next'
import { ExternalLink } from 'lucide-react'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser, webContext } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'
import { readOwnSpace } from '@/lib/space/read-space'
import { kstDay } from '@/lib/time'
import { editSpaceAction } from '../actions'
import { SpaceForm } from '../space-form'
import { Blackouts } from './blackouts'
import { Photos } from './photos'
import { StatusForm } from './status-form'

export const metadata: Metadata = { title: '내 공간 고치기' }

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<{ registered?: string | string[] }>
}

export default async function OwnSpacePage({ params, searchParams }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const space = await readOwnSpace(ctx, user.id, (await params).id).catch((thrown: unknown) => {
    if (thrown instanceof PosPayError && thrown.code === 'NOT_FOUND') notFound()
    throw thrown
  })
  const registered = (await searchParams).registered !== undefined
  return (
    <>
      <PageHeader title={space.name} back={{ href: '/owner/spaces', label: '내 공간' }}>
        <Link href={`/spaces/${space.id}`} className={buttonClass('plain', 'regular', 'mt-2')}>
          이용자에게 보이는 화면
          <ExternalLink className="size-4" aria-hidden="true" />
        </Link>
      </PageHeader>
      {registered && space.photos.length === 0 ? (
        <Notice tone="good" title="공간을 등록했어요" live="status" className="mb-5">
          사진을 올리면 더 많은 분이 찾아봐요.
        </Notice>
      ) : null}
      <div className="grid items-start gap-5 desktop:grid-cols-2 desktop:gap-7">
        <div className="space-y-5 desktop:order-2">
          <Photos spaceId={space.id} photos={space.photos} />
          <Blackouts spaceId={space.id} blackouts={space.blackouts} today={kstDay(ctx.now())} />
          <StatusForm spaceId={space.id} status={space.status} />
        </div>
        <Card as="section" labelledBy="fields">
          <h2 id="fields" className="mb-5 text-title font-semibold">
            공간 정보
          </h2>
          <SpaceForm space={space} run={editSpaceAction} />
        </Card>
      </div>
    </>
  )
}
