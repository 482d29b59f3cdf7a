import type { SettingKey } from '@/lib/settings/read-setting'
import type { Switch } from '@/lib/settings/switches'

/** How a value is typed and shown. `hours_or_none`: empty means that there is none. */
export type Unit = 'won' | 'count' | 'minutes' | 'hours' | 'hours_or_none' | 'percent' | 'text' | 'time'

export type SettingField = { name: string; label: string; unit: Unit; hint?: string }

type Words = {
  title: string
  about: string
  fields: SettingField[]
  /** What it means that none of its fields is set, where that may be. */
  unset?: string
}

export const SETTING_WORDS: Record<SettingKey, Words> = {
  charge: {
    title: '충전 한도',
    about: '한 번에, 하루에, 지갑 하나에 얼마까지 충전할 수 있는지 정해요.',
    fields: [
      { name: 'min', label: '한 번에 최소', unit: 'won' },
      {
        name: 'cap',
        label: '지갑 보유 한도',
        unit: 'won',
        hint: '실명을 확인한 지갑의 법정 한도는 2,000,000원이에요.',
      },
      { name: 'dailyMax', label: '하루 충전 한도', unit: 'won' },
    ],
  },
  autoTopUp: {
    title: '자동충전',
    about: '이용자가 정할 수 있는 월 한도의 최댓값이에요.',
    fields: [{ name: 'monthlyMax', label: '월 한도 최대', unit: 'won' }],
  },
  booking: {
    title: '예약',
    about: '결제를 기다리는 시간과 한 사람이 잡아 둘 수 있는 예약 수예요.',
    fields: [
      { name: 'holdMinutes', label: '결제 대기 시간', unit: 'minutes' },
      { name: 'openHolds', label: '한 사람의 결제 대기 예약', unit: 'count' },
      { name: 'answerHours', label: '승인 요청에 답하는 시간', unit: 'hours' },
      { name: 'payHours', label: '승인 뒤 결제하는 시간', unit: 'hours' },
    ],
  },
  fee: {
    title: '플랫폼 수수료',
    about: '부가세를 포함한 수수료율이에요. 이미 잡은 예약에는 예약할 때의 비율이 그대로 적용돼요.',
    fields: [{ name: 'rateBp', label: '수수료율', unit: 'percent' }],
  },
  pgFee: {
    title: 'PG 수수료 계약',
    about:
      '토스페이먼츠와 계약한 수수료예요. 정산마다 승인된 때의 계약과 대조하고, 다르면 대사에 올려요. 부가세는 빼고 적어요.',
    unset: '아직 정하지 않아서 수수료를 대조하지 않아요',
    fields: [
      { name: 'cardBp', label: '카드', unit: 'percent' },
      { name: 'easyPayBp', label: '간편결제', unit: 'percent' },
      { name: 'transferBp', label: '계좌이체', unit: 'percent' },
      { name: 'deposit', label: '가상계좌 입금 한 건', unit: 'won' },
      { name: 'otherBp', label: '그 밖의 결제수단', unit: 'percent' },
    ],
  },
  settlement: {
    title: '정산 시점',
    about: '공간 등록자가 번 돈을 언제부터 출금할 수 있는지 정해요. 이미 잡은 예약은 바뀌지 않아요.',
    fields: [
      {
        name: 'delayHours',
        label: '출금할 수 있는 때',
        unit: 'hours_or_none',
        hint: '이용이 끝나고 몇 시간 뒤인지 적어요. 비워 두면 결제되는 즉시 출금할 수 있어요.',
      },
    ],
  },
  withdrawal: {
    title: '출금 한도',
    about: '얼마부터, 하루에 몇 번 출금할 수 있고 얼마부터 두 사람이 승인하는지 정해요.',
    fields: [
      { name: 'min', label: '최소 금액', unit: 'won' },
      { name: 'perDay', label: '하루 횟수', unit: 'count' },
      { name: 'approveAbove', label: '이 금액을 넘으면 두 사람 승인', unit: 'won' },
    ],
  },
  freeze: {
    title: '이용 정지 해제',
    about: '정지된 회원의 지갑에 이 금액보다 많이 있으면 두 사람이 확인해야 정지가 풀려요.',
    fields: [{ name: 'secondAbove', label: '이 금액을 넘으면 두 사람 확인', unit: 'won' }],
  },
  company: {
    title: '회사 정보',
    about: '사이트 아래와 고객센터, 영수증에 보이는 사업자 정보예요.',
    unset: '아직 정하지 않았어요',
    fields: [
      { name: 'name', label: '상호', unit: 'text' },
      { name: 'representative', label: '대표자', unit: 'text' },
      { name: 'businessNumber', label: '사업자등록번호', unit: 'text' },
      { name: 'mailOrderNumber', label: '통신판매업 신고번호', unit: 'text' },
      { name: 'address', label: '주소', unit: 'text' },
      { name: 'phone', label: '전화번호', unit: 'text' },
      { name: 'email', label: '이메일', unit: 'text' },
      { name: 'hours', label: '상담 시간', unit: 'text' },
      { name: 'disputeOfficer', label: '분쟁 처리 책임자', unit: 'text' },
    ],
  },
  protection: {
    title: '예치금 보호',
    about: '이용자의 돈을 어디에 어떻게 따로 두는지예요. 예치금 보호 안내에 그대로 보여요.',
    unset: '아직 정하지 않았어요',
    fields: [
      { name: 'method', label: '방법', unit: 'text', hint: '신탁, 예치, 지급보증보험 가운데 하나' },
      { name: 'custodian', label: '관리 기관', unit: 'text' },
    ],
  },
  disaster: {
    title: '재난 전액 환불',
    about: '이 기간에 시작하고 주소에 지역 이름이 들어간 예약은 취소하면 전액을 돌려줘요.',
    unset: '해당하는 재난이 없어요',
    fields: [
      { name: 'from', label: '시작', unit: 'time' },
      { name: 'to', label: '끝', unit: 'time' },
      { name: 'area', label: '지역', unit: 'text', hint: '예: 제주특별자치도' },
    ],
  },
}

export const SETTING_KEYS = Object.keys(SETTING_WORDS) as SettingKey[]

export const isSettingKey = (key: string): key is SettingKey => key in SETTING_WORDS

type SwitchWords = { title: string; stops: string }

export const SWITCH_WORDS: Record<Switch, SwitchWords> = {
  charge: { title: '충전', stops: '새 충전을 받지 않고, 결제창에서 돌아온 주문도 승인하지 않아요.' },
  pay: { title: '결제', stops: '예약을 결제할 수 없어요. 잡아 둔 시간은 원래 기한까지 유지돼요.' },
  withdraw: {
    title: '출금',
    stops: '새 출금을 받지 않고, 아직 보내지 않은 출금도 기다려요. 이미 은행에 보낸 것은 끝까지 확인해요.',
  },
  auto_top_up: {
    title: '자동충전',
    stops: '등록한 카드에서 자동으로 충전하지 않아요. 직접 충전은 할 수 있어요.',
  },
}
