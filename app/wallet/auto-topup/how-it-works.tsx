import { Card } from '@/app/_components/card'

const LINES = [
  '정해 둔 금액과 한 달 한도 안에서만 충전해요.',
  '충전할 때마다 알림과 메일로 알려 드려요.',
  '카드 결제가 세 번 연달아 안 되면 멈추고, 다시 켤 때까지 시도하지 않아요.',
  '끄면 등록한 카드도 지워요. 언제든 한 번에 끌 수 있어요.',
  '쓰지 않은 돈은 다른 충전처럼 카드로 돌려받을 수 있어요.',
]

export function HowItWorks() {
  return (
    <Card as="section" labelledBy="how">
      <h2 id="how" className="text-title font-semibold">
        이렇게 충전해요
      </h2>
      <ul className="mt-2 list-disc space-y-1.5 pl-5 text-label text-ink-soft marker:text-ink-faint">
        {LINES.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Card>
  )
}
