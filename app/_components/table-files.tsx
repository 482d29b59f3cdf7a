import { Download } from 'lucide-react'
import { buttonClass } from './button'

const KINDS = [
  { ending: 'xlsx', label: '엑셀' },
  { ending: 'csv', label: 'CSV' },
]

/** The files that a table can be had as: `path` takes their ending, `query` what the table was asked with. */
export function TableFiles({ path, query = '' }: { path: string; query?: string }) {
  return (
    <nav aria-label="파일로 받기" className="mt-4 grid grid-cols-2 gap-3">
      {KINDS.map(({ ending, label }) => (
        <a key={ending} href={`${path}/${ending}${query}`} className={buttonClass('plain')}>
          <Download className="size-4" aria-hidden="true" />
          {label}
        </a>
      ))}
    </nav>
  )
}
