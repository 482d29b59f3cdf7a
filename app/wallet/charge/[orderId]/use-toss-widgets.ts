'use client'

import { useEffect, useRef, useState } from 'react'
import {
  mountWidgets,
  type MountedWidgets,
  type PaymentRequest,
  type Toss,
  type WidgetOrder,
} from './mount-widgets'

export const METHODS_ID = 'payment-methods'
export const AGREEMENT_ID = 'payment-agreement'

type Status = 'loading' | 'ready' | 'failed'

/** Toss refuses a second widget while one is on the page: each mount waits until the one before it is gone. */
let vacated: Promise<unknown> = Promise.resolve()

/** Keeps Toss's widgets on the page for one order, and gives the way to ask for the payment. */
export function useTossWidgets(toss: Toss, order: WidgetOrder) {
  const [status, setStatus] = useState<Status>('loading')
  const [agreed, setAgreed] = useState(false)
  const mounted = useRef<MountedWidgets | null>(null)
  const { clientKey, sdkUrl } = toss
  const { orderId, orderName, customerKey, amount } = order

  useEffect(() => {
    let gone = false
    const mount = vacated.then(() => {
      if (gone) return null
      return mountWidgets({
        toss: { clientKey, sdkUrl },
        order: { orderId, orderName, customerKey, amount },
        methods: `#${METHODS_ID}`,
        agreement: `#${AGREEMENT_ID}`,
        onAgreed: setAgreed,
      })
    })
    mount.then(
      (widgets) => {
        if (gone || !widgets) return
        mounted.current = widgets
        setStatus('ready')
      },
      () => gone || setStatus('failed'),
    )
    return () => {
      gone = true
      mounted.current = null
      vacated = mount.then((widgets) => widgets?.destroy()).catch(() => undefined)
    }
  }, [clientKey, sdkUrl, orderId, orderName, customerKey, amount])

  return { status, agreed, request: (payment: PaymentRequest) => mounted.current?.request(payment) }
}
