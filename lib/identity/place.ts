const GROUPS = 8
const GROUPS_OF_LINE = 4

/**
 * What tells one place on the network from another. An IPv6 line has 64 bits to itself and changes the others at
 * will; this machine is one place, whichever of its addresses was used.
 */
export function placeOf(address: string): string {
  const plain = readableAddress(address)
  if (plain === '::1' || plain.startsWith('127.')) return 'here'
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const before = head ? head.split(':') : []
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length)
  return [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, GROUPS_OF_LINE).join(':')
}

/** An IPv4 address as people write it, also where a socket speaks IPv6. */
export function readableAddress(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
}
