import clsx from 'clsx'
import { formatWon } from '@/lib/money'

type Props = {
  amount: bigint
  /** Shows + and colour for money in, − for money out. */ flow?: boolean
  className?: string
}

/** The one way money is printed: whole won, grouped, digits of one width. */
export function Won({ amount, flow, className }: Props) {
  const incoming = flow && amount > 0n
  return (
    <span className={clsx('whitespace-nowrap tabular-nums', incoming && 'text-brand', className)}>
      {incoming ? '+' : ''}
      {formatWon(amount)}
    </span>
  )
}
