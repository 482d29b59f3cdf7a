import { PosPayError } from '@/lib/errors'
import type { HolderMatch } from './bank'

/** Throws INVALID_REQUEST, with the field that is wrong, for an account that the bank says is another's or not there. */
export function requireHolder(match: HolderMatch): void {
  if (match === 'differs') throw refused('holderName', '예금주 이름이 은행에 등록된 이름과 달라요.')
  if (match === 'no_account') {
    throw refused('accountNumber', '없는 계좌예요. 은행과 계좌번호를 확인해 주세요.')
  }
}

function refused(field: string, message: string): PosPayError {
  return new PosPayError('INVALID_REQUEST', { message, fields: { [field]: message } })
}
