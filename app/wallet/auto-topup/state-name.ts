import type { AutoTopUp } from '@/lib/charge/auto-topup/read'

const NAMES: Record<AutoTopUp['state'], string> = {
  READY: '꺼져 있어요',
  ISSUING: '카드 확인 중',
  ON: '켜져 있어요',
  PAUSED: '잠시 멈췄어요',
  OFF: '꺼져 있어요',
}

export function stateName(topUp: AutoTopUp | null): string {
  return topUp ? NAMES[topUp.state] : NAMES.OFF
}
