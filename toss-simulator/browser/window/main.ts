import { sendMessage, type WindowEnd } from '../messages'
import { startMethodPicker, type MethodPicker } from '../widget/method-picker'

const INCOMPLETE = '결제 수단을 먼저 골라 주세요.'
const CARD_INCOMPLETE = '카드사를 먼저 골라 주세요.'
const UNREACHABLE = '연결이 끊겼어요. 잠시 뒤에 다시 눌러 주세요.'

const main = document.querySelector<HTMLElement>('main')!
const { steps = '', origin = '', framed, amount } = main.dataset
const form = document.querySelector<HTMLFormElement>('#window-form')
const error = document.querySelector<HTMLElement>('#error')
const picker = startPicker()

form?.addEventListener('submit', (event) => {
  event.preventDefault()
  void pay(form)
})
document.querySelector('#cancel')?.addEventListener('click', () => void cancel())
document.querySelector('#close')?.addEventListener('click', close)
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') close()
})
document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
setBusy(false)

function startPicker(): MethodPicker | null {
  if (!document.querySelector('.methods')) return null
  const started = startMethodPicker(() => show(''))
  started.showAmount(Number(amount))
  return started
}

async function pay(fields: HTMLFormElement): Promise<void> {
  const choice = readChoice()
  if (choice === null) return show(document.querySelector('#billing-card') ? CARD_INCOMPLETE : INCOMPLETE)
  const values = new FormData(fields)
  await step('approve', { choice, easyPaySource: values.get('source'), outcome: values.get('outcome') })
}

/** What the buyer picked here; undefined when the shop had picked already, null when something is missing. */
function readChoice(): Record<string, unknown> | null | undefined {
  const card = document.querySelector<HTMLSelectElement>('#billing-card')
  if (card) return card.value ? { cardCompany: card.value } : null
  const bank = document.querySelector<HTMLSelectElement>('#bank')
  const cashReceipt = document.querySelector<HTMLSelectElement>('#cash-receipt')?.value
  if (bank) return bank.value ? { method: bank.dataset.method, bank: bank.value, cashReceipt } : null
  return picker ? picker.choice() : undefined
}

function cancel(): Promise<void> {
  return step('cancel', {})
}

/** In a frame the shop is told; in a window of its own there is nobody to tell but the shop's failUrl. */
function close(): void {
  if (framed === 'true') end({ type: 'closed' })
  else void cancel()
}

async function step(name: 'approve' | 'cancel', body: unknown): Promise<void> {
  setBusy(true)
  show('')
  try {
    const response = await fetch(`${steps}/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = (await response.json()) as WindowEnd & { message?: string }
    if (response.ok) return end(answer)
    show(answer.message ?? UNREACHABLE)
  } catch {
    show(UNREACHABLE)
  }
  setBusy(false)
}

function end(result: WindowEnd): void {
  if (framed === 'true') return sendMessage(window.parent, origin, result)
  if (result.type !== 'closed' && result.redirectUrl) window.location.replace(result.redirectUrl)
  else window.history.back()
}

function setBusy(busy: boolean): void {
  main.toggleAttribute('aria-busy', busy)
  for (const button of document.querySelectorAll<HTMLButtonElement>('footer button')) button.disabled = busy
}

function show(message: string): void {
  if (error) error.textContent = message
}
