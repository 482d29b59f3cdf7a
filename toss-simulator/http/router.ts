/** A handler for one method and path; a segment that starts with ":" takes any text. */
export interface Route<Handler> {
  method: string
  pattern: string
  handle: Handler
}

export interface Matched<Handler> {
  handle: Handler
  pattern: string
  params: Record<string, string>
}

/** The first route that fits, with its decoded parameters; a path that does not decode fits none. */
export function matchRoute<Handler>(
  routes: Route<Handler>[],
  method: string,
  path: string,
): Matched<Handler> | undefined {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.pattern, path) : undefined
    if (params) return { handle: route.handle, pattern: route.pattern, params }
  }
  return undefined
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const actual = path.split('/')
  if (wanted.length !== actual.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const text = decode(actual[index]!)
    if (text === undefined) return undefined
    if (segment.startsWith(':') && text !== '') params[segment.slice(1)] = text
    else if (segment !== text) return undefined
  }
  return params
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
