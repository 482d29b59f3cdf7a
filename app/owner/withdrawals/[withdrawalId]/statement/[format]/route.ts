import { fileResponse } from '@/app/_components/file-response'
import { readWithdrawalTable } from '@/lib/flows/statement-tables'

type Next = { params: Promise<{ withdrawalId: string; format: string }> }

export async function GET(request: Request, { params }: Next): Promise<Response> {
  const { withdrawalId, format } = await params
  return fileResponse(request, format, (ctx, user) => readWithdrawalTable(ctx, user, withdrawalId))
}
