'use client'

import clsx from 'clsx'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { THEME_COOKIE, type Theme } from './theme'

const CHOICES = [
  { theme: 'system', label: '기기 설정', Icon: Monitor },
  { theme: 'light', label: '밝게', Icon: Sun },
  { theme: 'dark', label: '어둡게', Icon: Moon },
] as const

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** A cookie, so that the server renders the chosen look at once and nothing flashes. */
function remember(theme: Theme) {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  const age = theme === 'system' ? 0 : YEAR_SECONDS
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${age}; samesite=lax`
}

export function ThemeToggle({ initial }: { initial: Theme }) {
  const [chosen, setChosen] = useState(initial)
  return (
    <fieldset>
      <legend className="sr-only">화면 모드</legend>
      <div className="grid grid-cols-3 gap-1 rounded-control bg-sunken p-1">
        {CHOICES.map(({ theme, label, Icon }) => (
          <label
            key={theme}
            className={clsx(
              'flex min-h-11 cursor-pointer items-center justify-center gap-1.5 rounded-[0.625rem] px-2 text-caption font-medium',
              'has-focus-visible:outline-2 has-focus-visible:outline-brand',
              chosen === theme ? 'bg-surface text-ink shadow-card' : 'text-ink-soft hover:text-ink',
            )}
          >
            <input
              type="radio"
              name="theme"
              value={theme}
              checked={chosen === theme}
              onChange={() => {
                setChosen(theme)
                remember(theme)
              }}
              className="sr-only"
            />
            <Icon className="size-4" aria-hidden="true" />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
