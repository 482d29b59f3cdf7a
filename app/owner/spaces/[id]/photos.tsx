'use client'

import { ImagePlus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition, type ChangeEvent } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { Notice } from '@/app/_components/notice'
import { SpacePhoto } from '@/app/_components/space-photo'
import { Spinner } from '@/app/_components/spinner'
import { useFormAction } from '@/app/_components/use-form-action'
import { MAX_PHOTO_BYTES, MOST_PHOTOS, PHOTO_TYPES } from '@/lib/space/photo-limits'
import type { Photo } from '@/lib/space/read-space'
import { chooseCoverAction, removePhotoAction } from '../actions'
import { uploadPhoto } from './upload-photo'

type Props = { spaceId: string; photos: Photo[] }

/** The photos of a space: add, choose the first, remove. */
export function Photos({ spaceId, photos }: Props) {
  const router = useRouter()
  const [problems, setProblems] = useState<string[]>([])
  const [progress, setProgress] = useState<string | null>(null)
  const [, startRefresh] = useTransition()

  async function upload(event: ChangeEvent<HTMLInputElement>) {
    const input = event.target
    const files = [...(input.files ?? [])]
    const found: string[] = []
    for (const [index, file] of files.entries()) {
      setProgress(`${files.length}장 중 ${index + 1}번째 사진을 올리고 있어요`)
      const problem =
        file.size > MAX_PHOTO_BYTES ? '한 장에 8MB까지 올릴 수 있어요.' : await uploadPhoto(spaceId, file)
      if (problem) found.push(`${file.name}: ${problem}`)
    }
    input.value = ''
    setProblems(found)
    setProgress(null)
    startRefresh(() => router.refresh())
  }

  const full = photos.length >= MOST_PHOTOS
  return (
    <Card as="section" labelledBy="photos">
      <h2 id="photos" className="text-title font-semibold">
        사진{' '}
        <span className="font-normal text-ink-faint tabular-nums">
          {photos.length}/{MOST_PHOTOS}
        </span>
      </h2>
      <p className="mt-1 text-caption text-ink-soft">
        JPG, PNG, WebP를 한 장에 8MB까지. 찍은 위치 같은 정보는 지우고 저장해요.
      </p>
      {photos.length ? (
        <ul className="mt-4 grid grid-cols-2 gap-3 tablet:grid-cols-3 desktop:grid-cols-2">
          {photos.map((photo, index) => (
            <OwnPhoto key={photo.id} spaceId={spaceId} photo={photo} number={index + 1} />
          ))}
        </ul>
      ) : null}
      <label
        className={buttonClass(
          'soft',
          'regular',
          'mt-4 w-full cursor-pointer has-disabled:pointer-events-none has-disabled:bg-sunken has-disabled:text-ink-faint has-focus-visible:ring-2 has-focus-visible:ring-brand',
        )}
      >
        {progress ? <Spinner className="size-5" /> : <ImagePlus className="size-5" aria-hidden="true" />}
        {progress ?? (full ? '더 올릴 수 없어요' : '사진 올리기')}
        <input
          type="file"
          multiple
          accept={PHOTO_TYPES.join(',')}
          disabled={full || progress !== null}
          onChange={upload}
          className="sr-only"
        />
      </label>
      <div role="status">
        {problems.length ? (
          <Notice tone="danger" className="mt-3">
            {problems.map((problem) => (
              <p key={problem}>{problem}</p>
            ))}
          </Notice>
        ) : null}
      </div>
    </Card>
  )
}

function OwnPhoto({ spaceId, photo, number }: { spaceId: string; photo: Photo; number: number }) {
  const cover = useFormAction(chooseCoverAction)
  const removal = useFormAction(removePhotoAction)
  const refusal = [cover.state, removal.state].find((state) => state && !state.ok)
  const ids = (
    <>
      <input type="hidden" name="spaceId" value={spaceId} />
      <input type="hidden" name="photoId" value={photo.id} />
    </>
  )
  return (
    <li>
      <div className="relative">
        <SpacePhoto
          hash={photo.hash}
          size="small"
          alt={`사진 ${number}`}
          className="rounded-control ring-1 ring-line"
        />
        {photo.cover ? (
          <p className="absolute top-2 left-2 rounded-full bg-surface px-2.5 py-0.5 text-caption font-semibold text-brand-ink shadow-card">
            대표
          </p>
        ) : null}
      </div>
      <div className="mt-1 flex gap-1">
        {photo.cover ? null : (
          <form {...cover.form}>
            {ids}
            <button
              type="submit"
              disabled={cover.pending}
              aria-label={`사진 ${number} 대표로`}
              className={quiet}
            >
              대표로
            </button>
          </form>
        )}
        <form {...removal.form}>
          {ids}
          <button
            type="submit"
            disabled={removal.pending}
            aria-label={`사진 ${number} 삭제`}
            className={quiet}
          >
            삭제
          </button>
        </form>
      </div>
      {refusal?.message ? (
        <p role="alert" className="text-caption text-danger">
          {refusal.message}
        </p>
      ) : null}
    </li>
  )
}

const quiet =
  'min-h-11 rounded-mark px-2 text-label font-medium text-ink-soft hover:text-ink disabled:text-ink-faint'
