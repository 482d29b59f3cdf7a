/** How many passed and failed, and what failed with its reason. A check without parts of its own counts as one. */
export type Outcome = { passed: number; failed: number; skipped?: number; failures?: string[] }

export type CheckContext = {
  signal: AbortSignal
  /** Only tests whose name holds this. */
  testName: string | null
  /** How much the exploring tests do, and which case they replay: environment of the test processes. */
  settings: Record<string, string>
  /** A superuser on a throw-away server, started on first use. */
  databaseAdminUrl(): Promise<string>
  /** Where a Chromium is, found or installed on first use. */
  browser(): Promise<string>
}

export type Check = { name: string; run(context: CheckContext): Promise<Outcome> }

export const asOne = (passed: boolean): Outcome =>
  passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
