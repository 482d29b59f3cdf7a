import { fileResponse } from '@/app/_components/file-response'
import { readMonthTable } from '@/lib/flows/statement-tables'

type Next = { params: Promise<{ month: string; format: string }> }

export async function GET(request: Request, { params }: Next): Promise<Response> {
  const { month, format } = await params
  return fileResponse(request, format, (ctx, user) => readMonthTable(ctx, user, month))
}
