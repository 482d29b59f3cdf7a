import clsx from 'clsx'
import type { ReactNode } from 'react'

type Props = {
  children: ReactNode
  className?: string
  as?: 'div' | 'section' | 'aside'
  labelledBy?: string
}

export function Card({ children, className, as: Tag = 'div', labelledBy }: Props) {
  return (
    <Tag
      aria-labelledby={labelledBy}
      className={clsx('rounded-card bg-surface p-5 shadow-card ring-1 ring-line/70 tablet:p-6', className)}
    >
      {children}
    </Tag>
  )
}
