const INSTALLMENT_MINIMUM_AMOUNT = 50_000

export interface MethodPicker {
  /** What is picked, for opening the payment; null while nothing or too little is. */
  choice(): Record<string, unknown> | null
  code(): string | null
  showAmount(amount: number): void
}

/** Brings the method radio buttons of this page to life. */
export function startMethodPicker(onChange: () => void): MethodPicker {
  const detail = document.querySelector<HTMLElement>('#card-detail')!
  const company = document.querySelector<HTMLSelectElement>('#card-company')!
  const installment = document.querySelector<HTMLSelectElement>('#installment')!
  const hint = document.querySelector<HTMLElement>('#installment-hint')!
  const code = () => document.querySelector<HTMLInputElement>('input[name="method"]:checked')?.value ?? null

  const update = () => {
    detail.hidden = code() !== 'CARD'
    onChange()
  }
  for (const input of document.querySelectorAll('input[name="method"], #card-detail select')) {
    input.addEventListener('change', update)
  }
  return {
    code,
    choice: () => toChoice(code(), company.value, Number(installment.value)),
    showAmount(amount) {
      const allowed = amount >= INSTALLMENT_MINIMUM_AMOUNT
      installment.disabled = !allowed
      hint.hidden = allowed
      if (!allowed) installment.value = '0'
    },
  }
}

function toChoice(code: string | null, cardCompany: string, months: number): Record<string, unknown> | null {
  if (code === null) return null
  if (code === 'TRANSFER' || code === 'VIRTUAL_ACCOUNT') return { method: code }
  if (code !== 'CARD') return { easyPayProvider: code }
  return cardCompany ? { method: 'CARD', cardCompany, installmentPlanMonths: months } : null
}
