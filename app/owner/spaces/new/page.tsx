import type { Metadata } from 'next'
import { Card } from '@/app/_components/card'
import { FrozenNotice } from '@/app/_components/frozen-notice'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser, webContext } from '@/lib/auth'
import { readOpenFreeze } from '@/lib/identity/require-active'
import { registerSpaceAction } from '../actions'
import { SpaceForm } from '../space-form'

export const metadata: Metadata = { title: '공간 등록' }

export default async function NewSpacePage() {
  const user = await requireUser()
  const freeze = await readOpenFreeze(await webContext(), user)
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="공간 등록" back={{ href: '/owner/spaces', label: '내 공간' }}>
        등록하면 바로 목록에 보여요. 사진은 다음 화면에서 올려요.
      </PageHeader>
      <Card>
        {freeze ? (
          <FrozenNotice freeze={freeze} title="지금은 등록할 수 없어요" />
        ) : (
          <SpaceForm run={registerSpaceAction} />
        )}
      </Card>
    </div>
  )
}
