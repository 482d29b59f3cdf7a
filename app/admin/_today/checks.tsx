import { dayName } from '@/app/_components/kst'
import { When } from '@/app/_components/when'
import type { Morning } from '@/lib/flows/morning/read-morning'
import { Line, Section } from './section'

type Props = { morning: Morning; now: Date }

/** Whether the books were found sound, and proved. */
export function Checks({ morning: { verified, provedDay }, now }: Props) {
  const broken = verified?.broken ?? []
  return (
    <Section id="checks" title="자동 점검">
      <ul className="divide-y divide-line">
        <Line
          label="장부 규칙"
          value={!verified ? '아직' : broken.length ? `${broken.length}개 깨짐` : '모두 맞음'}
          note={
            verified ? (
              <>
                <When at={verified.at} now={now} /> 점검{broken.length ? `: ${broken.join(', ')}` : ''}
              </>
            ) : (
              '5분마다 점검해요'
            )
          }
          tone={broken.length ? 'risk' : 'calm'}
        />
        <Line
          label="예치금 증명"
          value={provedDay ? '공개됨' : '아직'}
          note={provedDay ? `${dayName(provedDay)} 마감까지` : '하루가 마감되면 공개해요'}
          href="/protection"
        />
      </ul>
    </Section>
  )
}
