import { PosPayError } from '@/lib/errors'

export function wrongCode(): PosPayError {
  const message = '코드가 맞지 않아요. 앱에 지금 보이는 코드를 입력해 주세요.'
  return new PosPayError('INVALID_REQUEST', { message, fields: { code: message } })
}
