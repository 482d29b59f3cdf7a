import { cache } from 'react'
import { notFound } from 'next/navigation'
import { webContext } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'
import { readSpace } from '@/lib/space/read-space'

/** The space that an address names, read once per request; the page of what does not exist for anything else. */
export const findSpace = cache(async (id: string) => {
  try {
    return await readSpace(await webContext(), id)
  } catch (thrown) {
    if (thrown instanceof PosPayError && thrown.code === 'NOT_FOUND') notFound()
    throw thrown
  }
})
