import { fileResponse } from '@/app/_components/file-response'
import { readFeesTable } from '../../read-fees-table'

type Next = { params: Promise<{ month: string; format: string }> }

export async function GET(request: Request, { params }: Next): Promise<Response> {
  const { month, format } = await params
  return fileResponse(request, format, (ctx, user) => readFeesTable(ctx, user.id, month))
}
