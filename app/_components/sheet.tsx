'use client'

import { X } from 'lucide-react'
import { useEffect, useId, useRef, type ReactNode } from 'react'

type Props = { open: boolean; title: string; onClose: () => void; children: ReactNode }

/** A panel over the page: from the bottom on a phone, in the middle on a desk. The browser keeps the focus inside. */
export function Sheet({ open, title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className="sheet mx-auto mt-auto mb-0 w-full max-w-lg rounded-t-sheet bg-surface text-ink shadow-raised backdrop:bg-scrim tablet:mb-auto tablet:rounded-sheet"
    >
      <div className="px-5 pt-4 pb-[calc(1.5rem+env(safe-area-inset-bottom))] tablet:px-7 tablet:pt-6">
        <div className="flex items-center justify-between">
          <h2 id={titleId} className="text-title font-semibold">
            {title}
          </h2>
          <button
            type="button"
            onClick={onClose}
            aria-label="닫기"
            className="-mr-2 grid size-11 place-items-center rounded-full text-ink-soft hover:bg-sunken hover:text-ink"
          >
            <X className="size-5" aria-hidden="true" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
