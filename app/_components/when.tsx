import { kstExact, sinceThen } from './kst'

/** How long ago, with the exact Korean time behind it. Without `now` it prints the exact time. */
export function When({ at, now }: { at: Date; now?: Date }) {
  return (
    <time dateTime={at.toISOString()} title={kstExact(at)}>
      {now ? sinceThen(at, now) : kstExact(at)}
    </time>
  )
}
