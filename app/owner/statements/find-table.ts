import { notFound } from 'next/navigation'
import type { Table } from '@/lib/document/table'
import { PosPayError } from '@/lib/errors'

/** The statement that an address names, or the page for none: an address can name anything. */
export function findTable(reading: Promise<Table>): Promise<Table> {
  return reading.catch((error: unknown) => {
    if (error instanceof PosPayError && error.code === 'NOT_FOUND') notFound()
    throw error
  })
}
