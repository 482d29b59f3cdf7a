import clsx from 'clsx'

type Look = 'primary' | 'soft' | 'plain' | 'hero' | 'hero-plain'
type Size = 'large' | 'regular'

const LOOKS: Record<Look, string> = {
  primary: 'bg-brand text-on-brand hover:bg-brand-strong',
  soft: 'bg-brand-soft text-brand-ink hover:bg-brand-soft/70',
  plain: 'bg-surface text-ink ring-1 ring-inset ring-line hover:bg-sunken',
  hero: 'bg-hero-accent text-hero-deep hover:bg-hero-ink',
  'hero-plain': 'text-hero-ink ring-1 ring-inset ring-hero-line hover:bg-hero-line',
}

const SIZES: Record<Size, string> = {
  large: 'min-h-14 px-6 text-title',
  regular: 'min-h-11 px-4 text-label',
}

/** How a button looks, for `<button>` and `<Link>` alike. */
export function buttonClass(look: Look = 'primary', size: Size = 'regular', className?: string): string {
  return clsx(
    'inline-flex items-center justify-center gap-2 rounded-control font-semibold select-none',
    'transition-[background-color,color,transform] duration-150 active:scale-[0.985]',
    'disabled:pointer-events-none disabled:bg-sunken disabled:text-ink-faint aria-disabled:opacity-60',
    LOOKS[look],
    SIZES[size],
    className,
  )
}
