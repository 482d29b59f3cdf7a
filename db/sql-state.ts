type WithCode = { code?: unknown; constraint?: unknown; cause?: unknown }

function along<T>(error: unknown, read: (link: WithCode) => T | undefined): T | undefined {
  for (let link = error as WithCode | undefined; link; link = link.cause as WithCode | undefined) {
    const found = read(link)
    if (found !== undefined) return found
  }
  return undefined
}

/** The SQLSTATE of a database error, wherever Drizzle has wrapped it; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return along(error, ({ code }) =>
    typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined,
  )
}

/** The name of the constraint that refused, if one did. */
export function violatedConstraint(error: unknown): string | undefined {
  return along(error, ({ constraint }) => (typeof constraint === 'string' ? constraint : undefined))
}
