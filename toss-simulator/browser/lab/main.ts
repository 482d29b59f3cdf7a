const DRAW_EVERY_MS = 2000
const UNREACHABLE = '시뮬레이터에 닿지 않아요.'

const said = document.querySelector<HTMLElement>('#said')!
/** What each section was last drawn from: what is on the page has been opened and typed into since. */
const drawn = new Map<string, string>()

document.addEventListener('click', (event) => {
  const button = (event.target as HTMLElement).closest<HTMLButtonElement>('button[type=button][data-control]')
  if (button) void send(button, JSON.parse(button.dataset.body ?? '{}'))
})
document.addEventListener('submit', (event) => {
  event.preventDefault()
  const form = event.target as HTMLFormElement
  const pressed = (event as SubmitEvent).submitter
  void send(pressed?.dataset.control ? pressed : form, readFields(form))
})
window.setInterval(() => document.hidden || void draw(), DRAW_EVERY_MS)

/** Sends what the element names to the controls, and shows what came of it. */
async function send(element: HTMLElement, body: unknown): Promise<void> {
  const [method, path] = element.dataset.control!.split(' ') as [string, string]
  try {
    const response = await fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: method === 'DELETE' ? undefined : JSON.stringify(body),
    })
    const { message, accepted } = (await response.json()) as { message?: string; accepted?: boolean }
    say(
      !response.ok
        ? (message ?? UNREACHABLE)
        : accepted === false
          ? '은행이 받지 않았어요.'
          : '그렇게 했어요.',
    )
  } catch {
    say(UNREACHABLE)
  }
  await draw(true)
}

/** Numbers as numbers, what is empty left out; `code` is the second half of its fault. */
function readFields(form: HTMLFormElement): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const [name, text] of new FormData(form) as unknown as Iterable<[string, string]>) {
    const input = form.elements.namedItem(name) as HTMLInputElement
    if (text !== '') fields[name] = input.type === 'number' ? Number(text) : text
  }
  const { fault, code, ...others } = fields
  if (fault === undefined) return fields
  return {
    ...others,
    fault: fault === 'code' || fault === 'decline' ? `${String(fault)}:${String(code)}` : fault,
  }
}

/** Draws each section anew that has changed; one in which somebody is typing only when they sent it. */
async function draw(sent = false): Promise<void> {
  const response = await fetch('/lab').catch(() => null)
  if (!response?.ok) return say(UNREACHABLE)
  if (said.textContent === UNREACHABLE) say('')
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
  for (const section of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const { live = '' } = section.dataset
    const next = fresh.querySelector<HTMLElement>(`[data-live="${live}"]`)
    if (!next || next.innerHTML === drawn.get(live)) continue
    if (!sent && section.querySelector('input:focus, select:focus')) continue
    drawn.set(live, next.innerHTML)
    replace(section, next)
  }
}

/** Puts the new content in place; what was open stays open, and the focus stays where it was. */
function replace(section: HTMLElement, next: HTMLElement): void {
  const open = new Map([...section.querySelectorAll('details')].map((details) => [details.id, details.open]))
  const place = focusable(section).indexOf(document.activeElement as HTMLElement)
  section.replaceChildren(...next.childNodes)
  for (const details of section.querySelectorAll('details'))
    details.open = open.get(details.id) ?? details.open
  if (place >= 0) focusable(section)[place]?.focus()
}

function focusable(section: HTMLElement): HTMLElement[] {
  return [...section.querySelectorAll<HTMLElement>('button, input, select, summary')]
}

function say(text: string): void {
  said.textContent = text
}
