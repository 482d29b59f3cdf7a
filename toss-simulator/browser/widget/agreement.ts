import { startFrame, tellHost } from './host'

const REQUIRED_TERMS = ['payment-service', 'privacy']

document.querySelector<HTMLInputElement>('#agree')?.addEventListener('change', (event) => {
  const { checked } = event.target as HTMLInputElement
  const agreements = REQUIRED_TERMS.map((id) => ({ term: { id, required: true }, agreed: checked }))
  tellHost({ type: 'agreed', status: { agreedRequiredTerms: checked, agreements } })
})
startFrame()
