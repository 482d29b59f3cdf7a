import { hearHost, startFrame, tellHost } from './host'
import { startMethodPicker } from './method-picker'

if (document.querySelector('.methods')) {
  const picker = startMethodPicker(() => {
    const code = picker.code()
    if (code) tellHost({ type: 'selected', selection: { code, choice: picker.choice() } })
  })
  hearHost((message) => {
    if (message.type !== 'amount') return
    picker.showAmount(message.amount)
    const code = picker.code()
    if (code) tellHost({ type: 'selected', selection: { code, choice: picker.choice() } })
  })
}
startFrame()
