import { Field } from '@/app/_components/field'
import { SelectField } from '@/app/_components/select-field'
import { BANKS } from '@/lib/bank/banks'

type Props = { errors?: Record<string, string> }

/** Where the money of a virtual account goes: Toss checks that the name is the account's. */
export function AccountFields({ errors = {} }: Props) {
  return (
    <fieldset className="mb-5 space-y-3">
      <legend className="mb-3 text-label font-semibold">돌려받을 본인 명의 계좌</legend>
      <SelectField name="bankCode" label="은행" defaultValue="" error={errors.bankCode}>
        <option value="" disabled hidden>
          은행을 골라 주세요
        </option>
        {BANKS.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <Field
        name="accountNumber"
        label="계좌번호"
        inputMode="numeric"
        autoComplete="off"
        error={errors.accountNumber}
      />
      <Field name="holderName" label="예금주" autoComplete="name" error={errors.holderName} />
    </fieldset>
  )
}
