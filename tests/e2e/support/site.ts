/** The site under test and the simulator that it talks to; empty when it talks to Toss itself. */
export const SITE_URL = required('APP_URL')
export const SIMULATOR_URL = required('SIMULATOR_URL')

function required(name: string): string {
  const value = process.env[name]
  if (value === undefined)
    throw new Error(`${name} is missing. \`npm test -- --only browser\` starts a site and sets it.`)
  return value
}
