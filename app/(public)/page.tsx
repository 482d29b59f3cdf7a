import { ArrowRight, Eye, ReceiptText, ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { currentUser } from '@/lib/auth'
import { WalletPreview } from './wallet-preview'

const PROMISES = [
  {
    Icon: ShieldCheck,
    title: '결과를 끝까지 확인해요',
    text: '결제 중에 인터넷이 끊겨도 괜찮아요. 돈이 빠져나갔다면 반드시 잔액에 더하고, 아니라면 빠져나가지 않았다고 알려 드려요.',
  },
  {
    Icon: ReceiptText,
    title: '1원까지 맞는 장부',
    text: '모든 금액을 복식부기로 적고, 한 번 적은 기록은 고치거나 지우지 않아요. 내역마다 그때의 잔액이 남아 있어요.',
  },
  {
    Icon: Eye,
    title: '맡긴 돈은 맡긴 돈으로',
    text: '충전금은 저희 매출이 아니라 이용자가 맡긴 돈이에요. 공간을 이용하기 전까지 그대로 잔액에 있어요.',
  },
]

const STEPS = [
  { title: '금액을 정해요', text: '1,000원부터, 내 한도 안에서 원하는 만큼.' },
  { title: '토스페이먼츠로 결제해요', text: '카드, 간편결제, 계좌이체. 카드 번호는 포스페이에 남지 않아요.' },
  { title: '바로 잔액에 더해져요', text: '영수증과 내역이 함께 남고, 열어 둔 화면도 저절로 바뀌어요.' },
]

export default async function HomePage() {
  const user = await currentUser()
  return (
    <div className="mx-auto w-full max-w-[72rem] px-5 desktop:px-8">
      <section className="grid items-center gap-12 pt-8 pb-16 desktop:grid-cols-[1.1fr_1fr] desktop:pt-16 desktop:pb-28">
        <div>
          <p className="text-label font-semibold text-brand">포켓스페이스의 지갑, 포스페이</p>
          <h1 className="mt-3 text-[2.25rem]/[2.875rem] font-extrabold tracking-[-0.034em] tablet:text-display">
            미리 담아 두고,
            <br />
            공간은 가볍게 빌려요
          </h1>
          <p className="prose-lines mt-4 max-w-md text-body text-ink-soft">
            연습실도 촬영 스튜디오도 파티룸도. 한 번 충전해 두면 내 돈이 지금 얼마이고 어디에서 왔는지, 한
            화면에서 알 수 있어요.
          </p>
          <div className="mt-8 flex flex-col gap-3 tablet:flex-row">
            {user ? (
              <>
                <Link href="/wallet" className={buttonClass('primary', 'large')}>
                  내 지갑 열기
                  <ArrowRight className="size-5" aria-hidden="true" />
                </Link>
                <Link href="/spaces" className={buttonClass('plain', 'large')}>
                  공간 둘러보기
                </Link>
              </>
            ) : (
              <>
                <Link href="/signup" className={buttonClass('primary', 'large')}>
                  지갑 만들기
                </Link>
                <Link href="/spaces" className={buttonClass('plain', 'large')}>
                  공간 둘러보기
                </Link>
              </>
            )}
          </div>
        </div>
        <WalletPreview />
      </section>

      <section aria-labelledby="promises" className="border-t border-line py-14 desktop:py-20">
        <h2 id="promises" className="text-heading font-bold">
          돈을 맡기는 곳이라면
        </h2>
        <ul className="mt-8 grid gap-8 tablet:grid-cols-3 desktop:gap-12">
          {PROMISES.map(({ Icon, title, text }) => (
            <li key={title}>
              <Icon className="size-7 text-brand" strokeWidth={1.8} aria-hidden="true" />
              <h3 className="mt-4 text-title font-semibold">{title}</h3>
              <p className="prose-lines mt-2 text-label text-ink-soft">{text}</p>
            </li>
          ))}
        </ul>
      </section>

      <section aria-labelledby="steps" className="border-t border-line py-14 desktop:py-20">
        <h2 id="steps" className="text-heading font-bold">
          충전은 세 단계예요
        </h2>
        <ol className="mt-8 grid gap-6 tablet:grid-cols-3 desktop:gap-12">
          {STEPS.map(({ title, text }, index) => (
            <li key={title} className="flex gap-4 tablet:block">
              <span className="grid size-9 shrink-0 place-items-center rounded-full bg-brand-soft text-label font-bold text-brand-ink tabular-nums">
                {index + 1}
              </span>
              <div className="tablet:mt-4">
                <h3 className="text-title font-semibold">{title}</h3>
                <p className="prose-lines mt-1 text-label text-ink-soft">{text}</p>
              </div>
            </li>
          ))}
        </ol>
      </section>

      <section
        aria-labelledby="hosts"
        className="mb-16 rounded-card bg-sunken px-6 py-8 tablet:px-10 desktop:mb-24 desktop:py-10"
      >
        <h2 id="hosts" className="text-title font-bold">
          빌려줄 공간이 있나요?
        </h2>
        <p className="prose-lines mt-2 max-w-2xl text-label text-ink-soft">
          계정 하나로 공간을 빌리고 등록할 수 있어요. 지갑은 쓰는 돈과 벌어들인 돈을 처음부터 나누어 적기
          때문에, 충전한 돈과 정산받을 돈이 섞이지 않아요.
        </p>
        <Link href="/owner/spaces" className={buttonClass('plain', 'regular', 'mt-5')}>
          내 공간 등록하기
        </Link>
      </section>
    </div>
  )
}
