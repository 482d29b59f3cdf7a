import { startSimulator, type RunningSimulator } from '@/toss-simulator/server'
import { readSettings } from '@/toss-simulator/settings'

async function main(): Promise<void> {
  const settings = readSettings(process.env)
  const simulator = await startSimulator(settings)
  console.log(`Toss simulator: ${simulator.url} (state in ${settings.stateDir})`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void shutDown(simulator))
  }
}

async function shutDown(simulator: RunningSimulator): Promise<void> {
  await simulator.close()
  process.exit(0)
}

main().catch((error: NodeJS.ErrnoException) => {
  const taken = error.code === 'EADDRINUSE'
  const hint = `Port ${process.env.SIMULATOR_PORT || '4100'} is taken. Stop what uses it or set SIMULATOR_PORT.`
  console.error(`Toss simulator: ${taken ? hint : error.message}`)
  process.exit(1)
})
