import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drill } from '@/scripts/backup/drill'

const PATIENCE_MS = 180_000

test(
  'a backup and the archived WAL bring back every entry up to a moment, and none after it',
  { timeout: PATIENCE_MS },
  async () => {
    const { wanted, restored, lost } = await drill(() => undefined)
    expect(wanted.entries).toBeGreaterThan(10)
    expect(restored).toEqual(wanted)
    expect(lost).toBeGreaterThan(0)
  },
)

test(
  'an archive that has lost what came after the backup fails the drill',
  { timeout: PATIENCE_MS },
  async () => {
    const loseAll = (archive: string) => {
      for (const file of readdirSync(archive)) rmSync(join(archive, file))
    }
    await expect(drill(() => undefined, loseAll)).rejects.toThrow(
      /recovery ended before configured recovery target/,
    )
  },
)
