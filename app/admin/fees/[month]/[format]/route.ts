import { fileResponse } from '@/app/_components/file-response'
import { operatorFor } from '@/lib/auth'
import { readFeesTable } from '../../read-fees-table'

type Next = { params: Promise<{ month: string; format: string }> }

export async function GET(request: Request, { params }: Next): Promise<Response> {
  const { month, format } = await params
  return fileResponse(request, format, async (ctx) =>
    readFeesTable(ctx, (await operatorFor('fees.read')).id, month),
  )
}
