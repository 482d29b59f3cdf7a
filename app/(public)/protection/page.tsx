import type { Metadata } from 'next'
import { Download, ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { AskUs } from '@/app/_components/ask-us'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { dayName } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { Won } from '@/app/_components/won'
import { currentUser, webContext } from '@/lib/auth'
import { readInclusion, readProof, type Inclusion, type Proof } from '@/lib/proof/read'
import { readSetting } from '@/lib/settings/read-setting'

export const metadata: Metadata = { title: '예치금 보호' }

export default async function ProtectionPage() {
  const [user, ctx] = await Promise.all([currentUser(), webContext()])
  const [proof, protection] = await Promise.all([readProof(ctx), readSetting(ctx, 'protection')])
  const inclusion = user && proof ? await readInclusion(ctx, user.id, proof) : null
  return (
    <article className="mx-auto w-full max-w-[44rem] px-5 pt-6 pb-20 desktop:px-8 desktop:pt-12">
      <h1 className="text-heading font-bold">충전금은 맡겨 두신 돈이에요</h1>
      <p className="mt-1 text-body text-ink-soft">
        회사 돈과 섞지 않고 따로 두고, 얼마를 맡고 있는지 매일 공개해요.
      </p>
      {proof ? (
        <>
          <Figures proof={proof} />
          {user ? <Own proof={proof} inclusion={inclusion} /> : <LogIn />}
        </>
      ) : (
        <Notice className="mt-6" title="첫 증명을 준비하고 있어요">
          하루가 끝나면 그날의 예치금 총액을 여기에 공개해요.
        </Notice>
      )}
      <Part id="where" title="어디에 두나요">
        <p className="mt-2 text-body text-ink-soft">
          {protection
            ? `이용자의 돈은 ${protection.custodian}에 ${protection.method} 방식으로 회사 자산과 따로 관리해요. 다른 사람이 압류하거나 회사 빚과 상계할 수 없어요.`
            : '정식 서비스를 시작하기 전이라 관리 기관을 아직 정하지 않았어요. 정하면 바로 여기에 알려 드려요.'}
        </p>
      </Part>
      <Part id="how" title="매일 이렇게 확인해요">
        <ol className="mt-2 list-decimal space-y-1 pl-5 text-body text-ink-soft marker:text-ink-faint">
          <li>자정이 지나면 그날의 장부를 닫아요. 닫은 날에는 아무것도 더하거나 고칠 수 없어요.</li>
          <li>모든 지갑의 잔액을 더해 장부의 예치금 총액과 같은지 확인해요.</li>
          <li>총액과 잔액 목록의 지문에 전자서명해서 공개해요. 목록에 누가 있는지는 드러나지 않아요.</li>
        </ol>
      </Part>
      <Part id="claim" title="회사에 문제가 생기면">
        <p className="mt-2 text-body text-ink-soft">
          {protection
            ? `${protection.custodian}이 따로 관리하던 돈을 이용자에게 먼저 돌려드려요. 그때는 신청 기간과 방법을 이 화면과 전자우편으로 알려 드려요.`
            : '따로 관리하던 돈을 이용자에게 먼저 돌려드려요.'}{' '}
          평소에는{' '}
          <Link href="/wallet/refund" className="font-medium underline underline-offset-4">
            잔액 환불
          </Link>
          에서 쓰지 않은 충전금을 언제든 돌려받을 수 있어요. 궁금한 점은 <AskUs />
        </p>
      </Part>
      {proof ? <Verify proof={proof} /> : null}
    </article>
  )
}

function Figures({ proof }: { proof: Proof }) {
  const { day, deposits, people, otherOwed, safeguarded, atToss } = proof
  const missing = deposits + otherOwed - safeguarded - atToss
  return (
    <Card as="section" labelledBy="figures" className="mt-6">
      <h2 id="figures" className="text-label text-ink-soft">
        {dayName(day)} 밤 12시, 이용자 예치금
      </h2>
      <p className="mt-1 text-display font-bold">
        <Won amount={deposits} />
      </p>
      <p className="mb-2 text-caption text-ink-faint">{people.toLocaleString('ko-KR')}명이 맡긴 돈</p>
      <DetailList
        rows={[
          { label: '공간 등록자와 환불받는 분께 드릴 돈', value: <Won amount={otherOwed} /> },
          { label: '따로 관리하는 계좌', value: <Won amount={safeguarded} /> },
          { label: '토스페이먼츠에 있는 돈', value: <Won amount={atToss} /> },
        ]}
      />
      {missing > 0n ? (
        <Notice tone="caution" className="mt-3">
          따로 관리하는 돈이 <Won amount={missing} /> 모자라요. 다음 영업일까지 채워요.
        </Notice>
      ) : (
        <Notice tone="good" className="mt-3">
          맡은 돈이 모두 있어요.
        </Notice>
      )}
    </Card>
  )
}

function Own({ proof, inclusion }: { proof: Proof; inclusion: Inclusion | null }) {
  return (
    <Card as="section" labelledBy="own" className="mt-4">
      <h2 id="own" className="text-title font-semibold">
        내 잔액
      </h2>
      {inclusion ? (
        <p className="mt-2 flex gap-2 text-body">
          <ShieldCheck className="mt-1 size-5 shrink-0 text-brand-ink" aria-hidden="true" />
          <span>
            {dayName(proof.day)} 밤 12시에 있던{' '}
            <Won amount={inclusion.leaf.balance} className="font-semibold" />이 위의 총액에 들어 있는 것을
            확인했어요.
          </span>
        </p>
      ) : (
        <p className="mt-2 text-body text-ink-soft">
          {dayName(proof.day)} 밤 12시에는 지갑이 비어 있었어요. 그 뒤에 충전한 돈은 다음 증명에 들어가요.
        </p>
      )}
    </Card>
  )
}

function LogIn() {
  return (
    <p className="mt-4 text-label text-ink-soft">
      <Link href="/login?next=%2Fprotection" className="font-semibold text-ink underline underline-offset-4">
        로그인
      </Link>
      하면 내 잔액이 이 총액에 들어 있는지 확인할 수 있어요.
    </p>
  )
}

function Verify({ proof }: { proof: Proof }) {
  return (
    <Part id="verify" title="직접 검증하기">
      <p className="mt-2 text-body text-ink-soft">
        서명된 증명 파일을 받아 누구나 계산해 볼 수 있어요. 로그인하고 받으면 내 잔액의 증명도 들어 있어요.
      </p>
      <dl className="mt-3 space-y-2 text-caption text-ink-soft">
        {[
          { label: '지문', value: proof.root || '없음' },
          { label: '공개 키', value: proof.publicKey },
        ].map(({ label, value }) => (
          <div key={label}>
            <dt className="text-ink-faint">{label}</dt>
            <dd className="font-mono break-all">{value}</dd>
          </div>
        ))}
      </dl>
      <a href="/protection/proof" className={buttonClass('plain', 'regular', 'mt-4')}>
        <Download className="size-4" aria-hidden="true" />
        증명 파일 받기
      </a>
    </Part>
  )
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-10">
      <h2 id={id} className="text-title font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}
