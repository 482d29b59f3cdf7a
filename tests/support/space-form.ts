/** A whole form of a space as a browser sends it: open every day from 9 to 22, booked at once. */
export function spaceFields(change: Record<string, string> = {}): Record<string, string> {
  const hours = [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) => [
    [`opens${weekday}`, '9'],
    [`closes${weekday}`, '22'],
  ])
  return {
    kind: 'meeting',
    name: '모퉁이 회의실',
    address: '서울 서초구 서초대로77길 17',
    description: '창이 넓은 회의실이에요.',
    capacity: '8',
    hourlyPrice: '20000',
    refundPreset: 'flexible',
    booking: 'instant',
    ...Object.fromEntries(hours),
    ...change,
  }
}
