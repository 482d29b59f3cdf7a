export type Toss = { clientKey: string; sdkUrl: string }
export type WidgetOrder = { orderId: string; orderName: string; customerKey: string; amount: number }

export type PaymentRequest = {
  orderId: string
  orderName: string
  customerName: string
  customerEmail?: string
  successUrl: string
  failUrl: string
}

export type MountedWidgets = {
  /** Opens the payment window. Toss: with both addresses given, success leaves the page and this never settles. */
  request: (payment: PaymentRequest) => Promise<void>
  destroy: () => Promise<void>
}

type Mount = {
  toss: Toss
  order: WidgetOrder
  methods: string
  agreement: string
  onAgreed: (agreed: boolean) => void
}

/**
 * Draws Toss's methods and terms into the two selectors.
 * Toss: the amount is set before anything is drawn, and a page holds one of each at a time.
 * Rejects when the script cannot be loaded or Toss refuses to draw.
 */
export async function mountWidgets({
  toss,
  order,
  methods,
  agreement,
  onAgreed,
}: Mount): Promise<MountedWidgets> {
  const { loadTossPayments } = await import('@tosspayments/tosspayments-sdk')
  const payments = await loadTossPayments(toss.clientKey, { src: toss.sdkUrl })
  const widgets = payments.widgets({ customerKey: order.customerKey })
  await widgets.setAmount({ currency: 'KRW', value: order.amount })
  const drawn = await Promise.all([
    widgets.renderPaymentMethods({ selector: methods, variantKey: 'DEFAULT' }),
    widgets.renderAgreement({ selector: agreement, variantKey: 'AGREEMENT' }).then((terms) => {
      terms.on('agreementStatusChange', ({ agreedRequiredTerms }) => onAgreed(agreedRequiredTerms))
      return terms
    }),
  ])
  return {
    request: async (payment) => {
      await widgets.requestPayment(payment)
    },
    destroy: async () => {
      await Promise.all(drawn.map((part) => part.destroy()))
    },
  }
}
