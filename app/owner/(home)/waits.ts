import { dayName, kstExact } from '@/app/_components/kst'
import type { SendingReason } from '@/db/schema/withdrawal'
import type { Upcoming } from '@/lib/booking/upcoming'
import type { OpenFreeze } from '@/lib/identity/require-active'
import { mayBeTakenBack } from '@/lib/withdrawal/messages'
import type { SentWithdrawal } from '@/lib/withdrawal/read'
import type { Obstacle, Terms } from '@/lib/withdrawal/terms'

/** Money that its owner does not have yet: why, since when, who acts, until when, and what moves it. */
export type Wait = {
  id: string
  amount: bigint
  cause: string
  since: Date | null
  who: string
  until: string | null
  action: { href: string; label: string } | null
}

type Known = { terms: Terms; open: SentWithdrawal[]; upcoming: Upcoming[]; freeze: OpenFreeze | null }

/** Every won that was earned and has not arrived, but for what may be withdrawn right now. */
export function findWaits({ terms, open, upcoming, freeze }: Known): Wait[] {
  return [
    ...(terms.withdrawable > 0n ? blocked(terms, freeze) : []),
    ...open.map(underWay),
    ...(upcoming.length ? [notYet(upcoming)] : []),
  ]
}

function blocked(terms: Terms, freeze: OpenFreeze | null): Wait[] {
  const why = freeze ? frozen(freeze) : terms.obstacle ? BLOCKED[terms.obstacle](terms) : null
  return why
    ? [{ id: 'withdrawable', amount: terms.withdrawable, since: freeze?.frozenAt ?? null, ...why }]
    : []
}

type Why = Pick<Wait, 'cause' | 'who' | 'until' | 'action'>

const frozen = ({ reason }: OpenFreeze): Why => ({
  cause: `이용이 잠시 멈춘 계정이라 출금할 수 없어요. 이유: ${reason}`,
  who: '고객센터에 문의해 주세요',
  until: null,
  action: null,
})

/** In the case of too little or too often there is nothing wrong: the page for withdrawing says it. */
const BLOCKED: Record<Obstacle, (terms: Terms) => Why | null> = {
  nothing: () => null,
  none_left_today: () => null,
  stopped: () => ({
    cause: '지금은 모든 출금을 잠시 멈췄어요.',
    who: '포스페이가 다시 열어요',
    until: null,
    action: null,
  }),
  debt: () => ({
    cause: '갚아야 할 금액이 남아 있어요.',
    who: '새로 버는 돈에서 자동으로 갚아요',
    until: null,
    action: { href: '/wallet', label: '지갑 보기' },
  }),
  no_account: () => ({
    cause: '받을 계좌가 아직 없어요.',
    who: '계좌를 등록하면 바로 출금할 수 있어요',
    until: null,
    action: { href: '/owner/account', label: '계좌 등록하기' },
  }),
  no_payee: () => ({
    cause: '받는 분 정보를 아직 입력하지 않았어요.',
    who: '입력하면 바로 출금할 수 있어요',
    until: null,
    action: { href: '/owner/account#payee', label: '정보 입력하기' },
  }),
  cooling_off: ({ account }) => ({
    cause: '계좌를 바꾼 뒤 하루 동안은 안전을 위해 쉬어요.',
    who: '기다리면 자동으로 풀려요',
    until: kstExact(account!.usableFrom!),
    action: { href: '/owner/account', label: '계좌 보기' },
  }),
}

const WHO: Partial<Record<SentWithdrawal['status'], string>> = {
  REQUESTED: '담당자가 확인해요',
  APPROVED: '자동으로 보내요',
  SENDING: '은행이 처리해요',
}

/** Where the owner has to do something first, nobody can say until when. */
const OWN_ACTS: Partial<Record<SendingReason, string>> = {
  payee: '내가 정보를 입력해야 해요',
  identity: '내가 본인 확인을 해야 해요',
  kyc: '내가 고객 확인을 해야 해요',
}

function underWay(withdrawal: SentWithdrawal): Wait {
  const { withdrawalId, amount, status, reason, waitsFor, requestedAt, arrivesBy } = withdrawal
  const own = waitsFor ? OWN_ACTS[waitsFor] : undefined
  const label = status === 'SENDING' && !mayBeTakenBack(waitsFor) ? '자세히 보기' : '보기 · 취소하기'
  return {
    id: withdrawalId,
    amount,
    cause: reason ?? '은행으로 보내고 있어요.',
    since: requestedAt,
    who: own ?? WHO[status] ?? '',
    until: own ? null : dayName(arrivesBy),
    action:
      waitsFor === 'payee'
        ? { href: '/owner/account#payee', label: '정보 입력하기' }
        : { href: `/owner/withdrawals/${withdrawalId}`, label },
  }
}

function notYet(upcoming: Upcoming[]): Wait {
  return {
    id: 'pending',
    amount: upcoming.reduce((sum, { amount }) => sum + amount, 0n),
    cause: '이용이 끝나고 정해진 시간이 지나야 출금할 수 있어요.',
    since: null,
    who: '때가 되면 자동으로 바뀌어요',
    until: kstExact(upcoming.at(-1)!.releaseAt),
    action: null,
  }
}
