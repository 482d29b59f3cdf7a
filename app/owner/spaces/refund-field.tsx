'use client'

import { useState } from 'react'
import { ChoiceGroup } from '@/app/_components/choice-group'
import { REFUND_PRESETS } from '@/lib/policy/refund-presets'
import type { SpaceDetail } from '@/lib/space/read-space'
import { StepsField } from './steps-field'

type Props = { space?: SpaceDetail; errors: Record<string, string> }

const CHOICES = [
  ...Object.entries(REFUND_PRESETS).map(([value, { name, summary }]) => ({
    value,
    title: name,
    text: summary,
  })),
  { value: 'custom', title: '직접 정하기', text: '며칠 전까지 얼마를 돌려줄지 단계별로 정해요' },
]

/** A refund rule of ours, or the owner's own steps. */
export function RefundField({ space, errors }: Props) {
  const [preset, setPreset] = useState<string | undefined>(space?.refundPreset)
  return (
    <div>
      <ChoiceGroup
        name="refundPreset"
        legend="환불 규정"
        choices={CHOICES}
        initial={space?.refundPreset}
        error={errors.refundPreset}
        onChoose={setPreset}
      />
      {preset === 'custom' ? <StepsField initial={space?.refundSteps ?? undefined} errors={errors} /> : null}
    </div>
  )
}
