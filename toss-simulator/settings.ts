import { join } from 'node:path'
import { isLoopbackOrigin } from '@/toss-simulator/http/origin'
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
    payouts: readPayouts(environment.SIMULATOR_PAYOUTS),
    webhookUrl: readWebhookUrl(environment.SIMULATOR_WEBHOOK_URL),
  }
}

function readPayouts(text: string | undefined): boolean | undefined {
  if (!text) return undefined
  if (text !== 'on' && text !== 'off') throw new Error('SIMULATOR_PAYOUTS must be on or off')
  return text === 'on'
}

function readWebhookUrl(url: string | undefined): string | undefined {
  if (!url) return undefined
  if (!URL.canParse(url) || !isLoopbackOrigin(new URL(url).origin))
    throw new Error('SIMULATOR_WEBHOOK_URL must be an address of this machine')
  return url
}

function readMerchant(environment: Environment): Merchant {
  const { widget, api, securityKey } = DEFAULT_MERCHANT
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
    securityKey: environment.TOSS_SECURITY_KEY || securityKey,
  }
}
