import { join } from 'node:path'
import { DEFAULT_MERCHANT, type Merchant } from '@/toss-simulator/merchants'
import type { SimulatorOptions } from '@/toss-simulator/server'

type Environment = Record<string, string | undefined>

/**
 * What the process runs with, from its environment.
 * @throws {Error} that names the setting at fault
 */
export function readSettings(environment: Environment): SimulatorOptions {
  const port = Number(environment.SIMULATOR_PORT || '4100')
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error('SIMULATOR_PORT must be a port number')
  const dataDir = environment.POSPAY_DATA_DIR || '.data'
  return {
    port,
    stateDir: join(dataDir, 'toss-simulator'),
    clockFile: join(dataDir, 'clock.json'),
    seed: environment.SIMULATOR_SEED || undefined,
    keys: [readMerchant(environment)],
  }
}

function readMerchant(environment: Environment): Merchant {
  const { widget, api } = DEFAULT_MERCHANT
  return {
    ...DEFAULT_MERCHANT,
    widget: {
      clientKey: environment.TOSS_WIDGET_CLIENT_KEY || widget.clientKey,
      secretKey: environment.TOSS_WIDGET_SECRET_KEY || widget.secretKey,
    },
    api: {
      clientKey: environment.TOSS_CLIENT_KEY || api.clientKey,
      secretKey: environment.TOSS_SECRET_KEY || api.secretKey,
    },
  }
}
