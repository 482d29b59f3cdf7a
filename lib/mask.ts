/** Who somebody is, for those who need to know one person from another and no more. */
export function maskName(name: string): string {
  const letters = [...name]
  if (letters.length < 3) return `${letters[0] ?? ''}*`
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`
}

/** `re****@pospay.test`: always as many stars, so that they do not count the letters. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, Math.min(2, at - 1))}****${email.slice(at)}`
}

/** The network without the line: `203.0.*.*`, `2001:db8:*`. */
export function maskAddress(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return `${plain.split('.').slice(0, 2).join('.')}.*.*`
  return `${plain.split(':').slice(0, 2).join(':')}:*`
}

/** `123-45-*****`: which tax office, and no more. */
export function maskBusinessNumber(number: string): string {
  const digits = number.replaceAll('-', '')
  return /^\d{10}$/.test(digits) ? `${digits.slice(0, 3)}-${digits.slice(3, 5)}-*****` : number
}
