import { html, type Html } from '@/toss-simulator/pages/html'
import {
  SELLER_STATUSES,
  showSeller,
  type SellerRecord,
  type SellerStatus,
} from '@/toss-simulator/sellers/seller'
import type { Simulator } from '@/toss-simulator/simulator'

const NEWEST = 6

const STATUSES: Record<SellerStatus, string> = {
  APPROVAL_REQUIRED: '본인 확인을 기다려요',
  PARTIALLY_APPROVED: '한 주에 1,000만원까지 받아요',
  KYC_REQUIRED: '고객 확인(KYC)을 기다려요',
  APPROVED: '한도 없이 받아요',
}

const WISHES: Record<SellerStatus, string> = {
  APPROVAL_REQUIRED: '본인 확인 전으로',
  PARTIALLY_APPROVED: '본인 확인 마치기',
  KYC_REQUIRED: 'KYC 요구하기',
  APPROVED: 'KYC 마치기',
}

/** The newest of those who are paid, each with what Toss may decide about them. */
export function sellersSection({ store }: Simulator): Html {
  const sellers = store.sellers
    .list()
    .filter(({ removed }) => !removed)
    .slice(-NEWEST)
    .reverse()
  if (sellers.length === 0) return html`<p>아직 등록한 셀러가 없어요.</p>`
  return html`<ul class="rows">
    ${sellers.map(row)}
  </ul>`
}

function row(seller: SellerRecord): Html {
  const { id, status, account, refSellerId } = showSeller(seller)
  return html`<li class="payment">
    <details id="seller-${id}">
      <summary>${account.holderName} <span class="chip">${STATUSES[status]}</span></summary>
      <div class="buttons">
        ${SELLER_STATUSES.filter((each) => each !== status).map(
          (each) =>
            html`<button
              type="button"
              class="quiet"
              data-control="POST /__sim/sellers/${encodeURIComponent(id)}"
              data-body="${JSON.stringify({ status: each })}"
            >
              ${WISHES[each]}
            </button>`,
        )}
      </div>
    </details>
    <p>${account.bankCode} ${account.accountNumber}</p>
    <p><code>${refSellerId}</code></p>
  </li>`
}
