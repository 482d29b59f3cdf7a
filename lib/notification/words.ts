import type { NoticeKind } from '@/db/schema/notification'
import { josa } from 'es-hangul'
import { formatWon } from '@/lib/money'
import { addMs, kstDay, toKstIso, weekdayName, weekdayOf } from '@/lib/time'
import type { Notice } from './notify'

/** What a notice says. `href` is where it leads, on this site; `mailSubject` stands alone among other mail. */
export type Words = { title: string; body: string; href: string; action: string; mailSubject: string }

type Told = Pick<Notice, 'subject' | 'data'>
type Wording = Omit<Words, 'mailSubject'> & { mailSubject?: string }

const BOOKING = '예약 보기'
const OWN_BOOKINGS = { href: '/owner/bookings', action: '받은 예약 보기' }
const AUTO_TOPUP = { href: '/wallet/auto-topup', action: '자동충전 보기' }
const WITHDRAWALS = { href: '/owner/withdrawals', action: '출금 내역 보기' }
const CASES = { href: '/help', action: '문의 내역 보기' }
const ACCOUNT = { href: '/account', action: '비밀번호 바꾸기' }

const WITHHOLDINGS: Record<string, (from: string) => string> = {
  none: (from) => `${from}부터 요청하는 출금은 세금을 떼지 않고 모두 보내요.`,
  business_income: (from) =>
    `${from}부터 요청하는 출금은 사업소득세 3.3%(소득세 3%, 지방소득세 0.3%)를 뺀 금액을 보내요.`,
  other_income: (from) =>
    `${from}부터 요청하는 출금은 기타소득세 8.8%(소득세 8%, 지방소득세 0.8%)를 뺀 금액을 보내요. 125,000원까지는 떼지 않아요.`,
}

/** Every kind's words; about money they say first what happened to it. */
const WORDINGS: Record<NoticeKind, (told: Told) => Wording> = {
  'booking.requested': ({ data }) => ({
    title: '예약 요청이 들어왔어요',
    body: `아직 결제 전이에요. ${slot(data)} 예약을 ${won(data.amount)}에 요청했어요. ${by(data.until)}수락하거나 거절해 주세요.`,
    ...OWN_BOOKINGS,
  }),
  'booking.accepted': ({ subject, data }) => ({
    title: '예약 요청이 수락됐어요',
    body: `아직 결제되지 않았어요. ${by(data.until)}${won(data.amount)}을 결제하면 ${slot(data)} 예약이 확정돼요.`,
    href: bookingPath(subject),
    action: '결제하러 가기',
  }),
  'booking.declined': ({ subject, data }) => ({
    title: '예약 요청이 거절됐어요',
    body: `결제된 돈은 없어요. ${slot(data)} 예약은 할 수 없게 됐어요. 다른 시간이나 다른 공간을 찾아보세요.`,
    href: bookingPath(subject),
    action: BOOKING,
  }),
  'booking.confirmed': ({ subject, data }) => ({
    title: '예약이 확정됐어요',
    body: `포스페이 잔액에서 ${won(data.amount)}을 결제했어요. ${slot(data)} 예약이에요.`,
    href: bookingPath(subject),
    action: BOOKING,
  }),
  'booking.sold': ({ data }) => ({
    title: '새 예약이 확정됐어요',
    body: `${won(data.amount)}이 결제됐고 ${earned(data)} ${slot(data)} 예약이에요.`,
    ...OWN_BOOKINGS,
  }),
  'booking.canceled': ({ subject, data }) => ({
    title: '예약이 취소됐어요',
    body: `${givenBack(data)} ${canceler(data)} ${slot(data)} 예약을 취소했어요.`,
    ...(data.to === 'owner' ? OWN_BOOKINGS : { href: bookingPath(subject), action: BOOKING }),
  }),
  'booking.expired': ({ subject, data }) => ({
    title: data.was === 'REQUESTED' ? '예약 요청이 만료됐어요' : '결제 시간이 지났어요',
    body:
      data.was === 'REQUESTED'
        ? `결제된 돈은 없어요. 공간 주인이 제때 답하지 않아 ${slot(data)} 예약 요청이 끝났어요.`
        : `결제된 돈은 없어요. 제때 결제하지 않아 ${slot(data)} 예약이 취소됐어요.`,
    href: bookingPath(subject),
    action: BOOKING,
  }),
  'charge.kept': ({ data }) => ({
    title: '충전은 됐지만 예약하지 못했어요',
    body: `충전한 ${won(data.charged ?? data.amount)}은 지갑에 그대로 있어요. 충전하는 사이에 ${slot(data)} 자리가 없어져서 결제하지 않았어요.`,
    href: '/wallet',
    action: '지갑 보기',
  }),
  'charge.deposited': ({ subject, data }) => ({
    title: '입금이 확인됐어요',
    body: `가상계좌로 입금한 ${won(data.amount)}을 충전했어요.${repaid(data)}`,
    ...orderLink(data.orderId ?? subject),
  }),
  'charge.expired': ({ subject, data }) => ({
    title: '입금 기한이 지났어요',
    body: `잔액은 그대로예요. ${won(data.amount)}이 기한까지 입금되지 않아 가상계좌를 닫았어요. 이미 입금했다면 확인되는 대로 잔액에 더해 드려요.`,
    ...orderLink(data.orderId ?? subject),
  }),
  'charge.reversed': ({ subject, data }) => ({
    title: data.by === 'bank' ? '입금이 취소됐어요' : '충전이 취소됐어요',
    body: `${taken(data)} ${data.by === 'bank' ? '은행에서 입금을 되돌려' : '결제사나 카드사에서 결제를 취소해'} ${won(data.amount)}의 충전이 취소됐어요.`,
    ...orderLink(data.orderId ?? subject),
  }),
  'charge_refund.done': ({ data }) => ({
    title: '충전한 돈을 돌려드렸어요',
    body: `${won(data.amount)}을 ${refundTarget(data.method)} 돌려보냈어요. ${refundArrival(data.method)}`,
    href: `/wallet/refund/${encodeURIComponent(data.batchId ?? '')}`,
    action: '환불 내역 보기',
  }),
  'charge_refund.failed': ({ data }) => ({
    title: '충전한 돈을 돌려드리지 못했어요',
    body: `${won(data.amount)}은 지갑 잔액으로 되돌려 놓았어요. ${data.reason}`,
    href: `/wallet/refund/${encodeURIComponent(data.batchId ?? '')}`,
    action: '환불 내역 보기',
  }),
  'auto_topup.on': ({ data }) => ({
    title: '자동충전을 켰어요',
    body: `지금 빠져나간 돈은 없어요. 앞으로 ${data.card}로 한 번에 ${won(data.amount)}씩, 한 달에 ${won(data.monthlyCap)}까지 충전해요. 언제든 한 번에 끌 수 있어요.`,
    ...AUTO_TOPUP,
  }),
  'auto_topup.off': ({ data }) => ({
    title: '자동충전을 껐어요',
    body: `이제 자동으로 빠져나가는 돈은 없어요. 등록한 카드(${data.card})도 지워요. 충전해 둔 잔액은 그대로예요.`,
    ...AUTO_TOPUP,
  }),
  'auto_topup.done': ({ subject, data }) => ({
    title: '자동충전했어요',
    body: `${data.card}로 ${won(data.amount)}을 충전했어요.`,
    ...orderLink(data.orderId ?? subject),
  }),
  'auto_topup.failed': ({ data }) => ({
    title: '자동충전하지 못했어요',
    body: `빠져나간 돈은 없어요. ${data.card}로 ${won(data.amount)}을 충전하려 했지만 되지 않았어요. ${data.reason}`,
    ...AUTO_TOPUP,
  }),
  'auto_topup.paused': ({ data }) => ({
    title: '자동충전을 잠시 멈췄어요',
    body: pausedBecause(data),
    ...AUTO_TOPUP,
  }),
  'auto_topup.capped': ({ data }) => ({
    title: '이번 달 자동충전 한도를 다 썼어요',
    body: `잔액이 기준보다 적지만 충전하지 않았어요. 정하신 한 달 한도 ${won(data.monthlyCap)}을 넘게 되어 다음 달에 다시 충전해요. 필요하면 직접 충전할 수 있어요.`,
    href: '/wallet/charge',
    action: '직접 충전하기',
  }),
  'bank_account.verified': ({ data }) => ({
    title: data.replaced ? '출금 계좌가 바뀌었어요' : '출금 계좌를 등록했어요',
    body: `${data.replaced ? `${data.replaced} 대신 ` : ''}${data.account} 계좌로 출금해요. ${usable(data.usableFrom)}본인이 하지 않았다면 바로 비밀번호를 바꾸고 고객센터에 알려 주세요.`,
    href: '/owner/account',
    action: '출금 계좌 보기',
  }),
  'withdrawal.completed': ({ data }) => ({
    title: '출금이 끝났어요',
    body: `${won(data.amount)}을 ${data.account} 계좌로 보냈어요.`,
    ...WITHDRAWALS,
  }),
  'withdrawal.failed': ({ data }) => ({
    title: '출금하지 못했어요',
    body: `${won(data.amount)}은 출금 가능 금액으로 되돌려 놓았어요. ${data.reason}`,
    ...WITHDRAWALS,
  }),
  'withdrawal.returned': ({ data }) => ({
    title: '보낸 돈이 되돌아왔어요',
    body: `${won(data.amount)}을 은행이 돌려보내 출금 가능 금액에 다시 넣었어요. ${data.reason}`,
    ...WITHDRAWALS,
  }),
  'withdrawal.canceled': ({ data }) => ({
    title: '출금을 취소했어요',
    body: `${won(data.amount)}은 출금 가능 금액으로 되돌려 놓았어요. ${data.reason}`,
    ...WITHDRAWALS,
  }),
  'withdrawal.skipped': ({ data }) => ({
    title: '자동 출금을 건너뛰었어요',
    body: `돈은 그대로 있어요. ${data.reason} 다음 자동 출금은 ${date(data.next!)}이에요.`,
    ...WITHDRAWALS,
  }),
  'withdrawal.waits': ({ data }) => ({
    title: '출금하려면 확인이 필요해요',
    body: `${won(data.amount)}을 아직 보내지 못했어요. ${data.reason}`,
    ...WITHDRAWALS,
  }),
  'withholding.set': ({ data }) => ({
    title: data.kind === 'none' ? '출금할 때 세금을 떼지 않아요' : '출금할 때 세금을 미리 떼요',
    body: `${WITHHOLDINGS[data.kind!]!(date(data.from!))} 그 전에 요청한 출금은 그대로예요. 궁금한 점은 고객센터에 문의해 주세요.`,
    ...WITHDRAWALS,
  }),
  'payee.changed': ({ data }) => ({
    title: '출금 받는 분 정보가 바뀌었어요',
    body: `${data.changed} 정보를 바꿨어요. 다음 출금부터 새 정보로 확인해요. 본인이 하지 않았다면 바로 비밀번호를 바꾸고 고객센터에 알려 주세요.`,
    href: '/owner/account',
    action: '받는 분 정보 보기',
  }),
  'account.frozen': ({ data }) => ({
    title: '이용을 잠시 멈췄어요',
    body: `잔액은 그대로 있어요. ${sentence(data.reason)} 다시 이용할 수 있을 때까지 충전, 결제, 환불과 출금을 할 수 없어요. 궁금한 점은 고객센터에 문의해 주세요.`,
    href: '/help',
    action: '고객센터 보기',
  }),
  'account.unfrozen': () => ({
    title: '다시 이용할 수 있어요',
    body: '멈춰 두었던 이용이 풀렸어요. 잔액은 그대로 있고, 지금부터 충전과 결제, 출금을 할 수 있어요.',
    href: '/wallet',
    action: '지갑 보기',
  }),
  'case.opened': ({ data }) => ({
    title: '문의를 접수했어요',
    body: `${date(data.dueOn!)}까지 답해 드려요. 답은 메일과 고객센터에서 볼 수 있어요.`,
    ...CASES,
  }),
  'case.answered': ({ data }) => ({
    title: '문의하신 내용에 답해 드려요',
    body: data.answer!,
    ...CASES,
  }),
  'login.new': ({ data }) => ({
    title: '새로운 곳에서 로그인했어요',
    body: `${moment(data.at!)}에 처음 보는 주소(${data.address})에서 로그인했어요. 본인이 아니라면 바로 비밀번호를 바꿔 주세요. 모든 기기에서 로그아웃돼요.`,
    ...ACCOUNT,
  }),
  'second_factor.on': ({ data }) => ({
    title: '인증 앱을 등록했어요',
    body: `${moment(data.at!)}에 운영 화면에 쓸 인증 앱을 등록했어요. 본인이 하지 않았다면 바로 비밀번호를 바꾸고 다른 운영자에게 알려 주세요.`,
    ...ACCOUNT,
  }),
  'second_factor.off': ({ data }) => ({
    title: '인증 앱이 해제됐어요',
    body: `${moment(data.at!)}에 다른 운영자가 내 인증 앱을 해제해서 모든 기기에서 로그아웃했어요. 다시 로그인하면 새로 등록할 수 있어요. 부탁한 적이 없다면 다른 운영자에게 바로 알려 주세요.`,
    href: '/login/second-factor',
    action: '새로 등록하기',
  }),
  'second_factor.recovered': ({ data }) => ({
    title: '복구 코드로 로그인했어요',
    body: `${moment(data.at!)}에 인증 앱 대신 복구 코드를 썼어요. 남은 복구 코드는 ${data.left}개예요. 본인이 아니라면 바로 비밀번호를 바꿔 주세요.`,
    ...ACCOUNT,
  }),
  'password.changed': ({ data }) => ({
    title: '비밀번호를 바꿨어요',
    body: `${moment(data.at!)}에 비밀번호가 바뀌어 모든 기기에서 로그아웃했어요. 본인이 아니라면 로그인 화면에서 비밀번호를 다시 정하고 고객센터에 알려 주세요.`,
    href: '/login/forgot',
    action: '비밀번호 다시 정하기',
  }),
  'password.reset': ({ data }) => ({
    title: '비밀번호를 새로 정해 주세요',
    body: `아래 링크에서 ${moment(data.expiresAt!)}까지 한 번 바꿀 수 있어요. 요청하지 않았다면 이 메일을 무시해 주세요. 비밀번호는 그대로예요.`,
    href: `/login/reset?token=${encodeURIComponent(data.token ?? '')}`,
    action: '새 비밀번호 정하기',
    mailSubject: '비밀번호 다시 정하기',
  }),
  'terms.changing': ({ data }) => ({
    title: `${date(data.version!)}부터 ${josa(data.title!, '이/가')} 바뀌어요`,
    body: `${data.summary} ${data.worse ? '이용자에게 불리해지는 점이 있어요. ' : ''}바뀌는 이유: ${data.reason} 동의하지 않으면 그날 전에 잔액을 모두 환불받고 탈퇴할 수 있어요. 수수료는 없어요.`,
    href: data.path!,
    action: '바뀌는 내용 보기',
  }),
  'email.taken': () => ({
    title: '이미 가입한 이메일이에요',
    body: '누군가 이 이메일로 가입하려고 했지만 이미 계정이 있어 아무것도 바뀌지 않았어요. 본인이라면 쓰던 비밀번호로 로그인해 주세요. 기억나지 않으면 로그인 화면에서 다시 정할 수 있어요.',
    href: '/login',
    action: '로그인하기',
    mailSubject: '이미 가입한 이메일이에요',
  }),
}

/** The words of one notice. Amounts are won, times Korean time. */
export function wordsOf({ kind, subject, data }: Pick<Notice, 'kind' | 'subject' | 'data'>): Words {
  const wording = WORDINGS[kind]({ subject, data })
  const about = data.spaceName ? `${data.spaceName}: ` : ''
  return { ...wording, mailSubject: `[포스페이] ${about}${wording.mailSubject ?? wording.title}` }
}

/** Where what was sent back goes, by how it was paid. */
export function refundTarget(method: string | undefined): string {
  return method === 'VIRTUAL_ACCOUNT' ? '알려 주신 계좌로' : '결제한 수단으로'
}

/** When what was sent back can be seen, by how it was paid. */
export function refundArrival(method: string | undefined): string {
  switch (method) {
    case 'VIRTUAL_ACCOUNT':
      return '2영업일 안에 계좌로 들어와요.'
    case 'CARD':
      return '카드사에서 처리하는 데 3~5영업일이 걸려요.'
    default:
      return '결제 수단에 따라 며칠 걸릴 수 있어요.'
  }
}

function bookingPath(bookingId: string): string {
  return `/bookings/${encodeURIComponent(bookingId)}`
}

function orderLink(orderId: string) {
  return { href: `/wallet/charge/${encodeURIComponent(orderId)}`, action: '충전 내역 보기' }
}

/** What a charge repaid of a debt, where there was any. */
function repaid({ repaid: amount = '0' }: Record<string, string>): string {
  return amount === '0' ? '' : ` 그중 ${won(amount)}으로 갚아야 할 금액을 먼저 갚았어요.`
}

/** Whether money left, why it rests, and what to do. */
function pausedBecause({ why, card, amount, reason }: Record<string, string>): string {
  if (why === 'review')
    return `${card}에서 ${won(amount)}이 빠져나갔는지 아직 확인하지 못했어요. 확인이 끝날 때까지 자동충전을 멈췄어요. 빠져나간 돈이 있으면 잔액에 더해 드려요.`
  if (why === 'key')
    return `빠져나간 돈은 없어요. 등록한 카드(${card})를 더 쓸 수 없어 자동충전을 멈췄어요. 끄고 카드를 다시 등록해 주세요.`
  return `빠져나간 돈은 없어요. ${card} 결제가 연달아 세 번 되지 않아 자동충전을 멈췄어요. ${reason} 카드를 확인한 뒤 다시 켜 주세요.`
}

/** What an operator wrote, before another sentence. */
function sentence(text = ''): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** From when money goes to an account, where that is later than now. */
function usable(from: string | undefined): string {
  return from ? `안전을 위해 ${moment(from)}부터 출금할 수 있어요. ` : ''
}

/** Where the money of a reversal came from: what was still there, and what is owed now. */
function taken({ amount = '0', owed = '0' }: Record<string, string>): string {
  const there = BigInt(amount) - BigInt(owed)
  if (owed === '0') return `잔액에서 ${won(amount)}을 뺐어요.`
  const rest = `이미 쓴 ${won(owed)}은 다음 충전에서 갚게 되고, 그때까지 결제와 출금을 할 수 없어요.`
  return there > 0n ? `잔액에서 ${won(String(there))}을 뺐어요. ${rest}` : rest
}

function won(digits: string | undefined): string {
  return formatWon(BigInt(digits ?? '0'))
}

/** `성수 스튜디오 11월 22일 (일) 15:00–18:00`; a midnight that ends it is 24:00, another day is named. */
function slot({ spaceName, startAt, endAt }: Record<string, string>): string {
  const [start, end] = [new Date(startAt!), new Date(endAt!)]
  const midnight = clock(end) === '00:00'
  const lastDay = kstDay(midnight ? addMs(end, -1) : end)
  const until = midnight ? '24:00' : clock(end)
  const endsOn = lastDay === kstDay(start) ? '' : `${date(lastDay)} `
  return `${spaceName} ${date(kstDay(start))} ${clock(start)}–${endsOn}${until}`
}

/** `11월 22일 (일) 15:00까지 `, or nothing where there is no limit. */
function by(iso: string | undefined): string {
  return iso ? `${moment(iso)}까지 ` : ''
}

function moment(iso: string): string {
  const at = new Date(iso)
  return `${date(kstDay(at))} ${clock(at)}`
}

function clock(at: Date): string {
  return toKstIso(at).slice(11, 16)
}

function date(day: string): string {
  return `${Number(day.slice(5, 7))}월 ${Number(day.slice(8, 10))}일 (${weekdayName(weekdayOf(day))})`
}

function earned({ net }: Record<string, string>): string {
  return net ? `수수료를 뺀 ${won(net)}을 받아요.` : '수수료를 뺀 금액을 받아요.'
}

/** Who reads it may be either side; only a renter is spoken to as the one who paid. */
function givenBack({ refunded = '0', paid, to }: Record<string, string>): string {
  if (refunded !== '0') {
    if (to === 'renter') return `${won(refunded)}을 포스페이 잔액으로 돌려드렸어요.`
    return `${won(refunded)}이 예약한 분의 포스페이 잔액으로 환불됐어요.`
  }
  return paid === 'no' ? '결제된 돈은 없어요.' : '환불된 돈은 없어요.'
}

function canceler({ by: who, to }: Record<string, string>): string {
  if (who === 'operator') return '포스페이 운영팀이'
  if (who === 'owner') return to === 'owner' ? '요청하신 대로' : '공간 주인이'
  return to === 'renter' ? '요청하신 대로' : '예약한 분이'
}
