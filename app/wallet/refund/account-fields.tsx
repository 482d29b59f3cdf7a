import { Field } from '@/app/_components/field'
import { SelectField } from '@/app/_components/select-field'
import { BANKS } from '@/lib/bank/banks'

/** Where the money of a virtual account goes: Toss checks that the name is the account's. */
export function AccountFields() {
  return (
    <fieldset className="mb-5 space-y-3">
      <legend className="mb-1 text-label font-semibold">돌려받을 본인 명의 계좌</legend>
      <SelectField name="bankCode" label="은행">
        {BANKS.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <Field name="accountNumber" label="계좌번호" inputMode="numeric" autoComplete="off" />
      <Field name="holderName" label="예금주" autoComplete="name" />
    </fieldset>
  )
}
