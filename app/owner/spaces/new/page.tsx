import type { Metadata } from 'next'
import { Card } from '@/app/_components/card'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser } from '@/lib/auth'
import { registerSpaceAction } from '../actions'
import { SpaceForm } from '../space-form'
import { AskUs } from '@/app/_components/ask-us'

export const metadata: Metadata = { title: '공간 등록' }

export default async function NewSpacePage() {
  const user = await requireUser()
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="공간 등록" back={{ href: '/owner/spaces', label: '내 공간' }}>
        등록하면 바로 목록에 보여요. 사진은 다음 화면에서 올려요.
      </PageHeader>
      <Card>
        {user.status === 'frozen' ? (
          <Notice tone="caution" title="지금은 등록할 수 없어요">
            이용이 잠시 멈춘 계정이에요. <AskUs />
          </Notice>
        ) : (
          <SpaceForm run={registerSpaceAction} />
        )}
      </Card>
    </div>
  )
}
