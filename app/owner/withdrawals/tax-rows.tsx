import { Won } from '@/app/_components/won'
import { splitWithheld } from '@/lib/money'

/** Tax that is kept back, as its two parts are called. */
export function taxRows(withheld: bigint) {
  const { income, local } = splitWithheld(withheld)
  return [
    { label: '소득세', value: <Won amount={-income} /> },
    { label: '지방소득세', value: <Won amount={-local} /> },
  ]
}
