'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { timeLeft } from './kst'

/** Milliseconds. */
const TICK_MS = 250

type Props = {
  until: Date
  /** The site's clock as the page was made: the browser's may be off. */ now: Date
}

/** The time left, ticking; when it is over the page is asked for anew. */
export function Countdown({ until, now }: Props) {
  const router = useRouter()
  const whole = until.getTime() - now.getTime()
  const [left, setLeft] = useState(whole)

  useEffect(() => {
    const startedAt = performance.now()
    const ticking = window.setInterval(() => {
      const rest = whole - (performance.now() - startedAt)
      setLeft(rest)
      if (rest > 0) return
      window.clearInterval(ticking)
      router.refresh()
    }, TICK_MS)
    return () => window.clearInterval(ticking)
  }, [whole, router])

  return (
    <span role="timer" className="tabular-nums">
      {timeLeft(left)}
    </span>
  )
}
