import { When } from '@/app/_components/when'
import type { Morning } from '@/lib/flows/morning/read-morning'
import type { Switch } from '@/lib/settings/switches'
import { SWITCH_WORDS } from '../settings/words'
import { Line, Section } from './section'

/** What goes on and what was stopped; flipped where the settings are. */
export function Switches({ switches }: { switches: Morning['switches'] }) {
  return (
    <Section id="switches" title="멈춤 스위치">
      <ul className="divide-y divide-line">
        {(Object.keys(SWITCH_WORDS) as Switch[]).map((which) => {
          const last = switches[which]
          const on = last?.on ?? true
          return (
            <Line
              key={which}
              label={SWITCH_WORDS[which].title}
              value={on ? '켜짐' : '멈춤'}
              note={
                on ? undefined : (
                  <>
                    {last!.by} · <When at={last!.at} /> · {last!.reason}
                  </>
                )
              }
              tone={on ? 'calm' : 'due'}
              href="/admin/settings"
            />
          )
        })}
      </ul>
    </Section>
  )
}
