import Link from 'next/link'

type Props = { name: string; value: string; label: string; href: string; error?: string }

/** An unticked box for one document; agreeing sends that document's version. */
export function Consent({ name, value, label, href, error }: Props) {
  return (
    <div>
      <div className="flex items-center gap-1">
        <label className="flex min-h-11 flex-1 items-center gap-3 text-label">
          <input
            type="checkbox"
            name={name}
            value={value}
            required
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${name}-error` : undefined}
            className="size-5 shrink-0 accent-brand"
          />
          <span>
            <span className="font-medium text-brand-ink">[필수]</span> {label}
          </span>
        </label>
        <Link
          href={href}
          target="_blank"
          aria-label={`${label} 내용 보기 (새 창)`}
          className="inline-flex min-h-11 items-center px-2 text-label text-ink-soft underline underline-offset-4 hover:text-ink"
        >
          보기
        </Link>
      </div>
      {error ? (
        <p id={`${name}-error`} className="text-caption font-medium text-danger">
          {error}
        </p>
      ) : null}
    </div>
  )
}
