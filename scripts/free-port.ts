import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from './failure'

/** Whether a server could listen on this port right now, on the loopback address and on all of them. */
export async function isPortFree(port: number): Promise<boolean> {
  try {
    await listen(port, '127.0.0.1')
    await listen(port, '0.0.0.0')
    return true
  } catch {
    return false
  }
}

/** A port of the loopback address that nobody listens on, chosen by the system. */
export function findFreePort(): Promise<number> {
  return listen(0, '127.0.0.1')
}

/** Refuses a port that something else has; waits a moment for a process that is just ending. */
export async function requireFreePort(port: number, setting: string): Promise<void> {
  for (const deadline = Date.now() + 2000; !(await isPortFree(port)); await sleep(100)) {
    if (Date.now() > deadline) {
      throw new Failure(
        `Port ${port} is taken by another program. Stop that one, or choose another port: ${setting}=${port + 1} npm start`,
      )
    }
  }
}

function listen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}
