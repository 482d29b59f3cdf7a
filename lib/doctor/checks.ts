import { BOOK_CHECKS } from './book'
import type { Check } from './check'
import { DATABASE_CHECKS } from './database'
import { EVIDENCE_CHECKS } from './evidence'
import { LAW_CHECKS } from './law'
import { MONEY_CHECKS } from './money'
import { ROLE_CHECKS } from './role'
import { RUNNING_CHECKS } from './running'
import { SECRET_CHECKS } from './secrets'
import { SETTINGS_CHECKS } from './settings'

/** The checklist before going live, in the order in which it is worked through. */
export const CHECKS: Check[] = [
  ...SETTINGS_CHECKS,
  ...SECRET_CHECKS,
  ...ROLE_CHECKS,
  ...DATABASE_CHECKS,
  ...BOOK_CHECKS,
  ...RUNNING_CHECKS,
  ...LAW_CHECKS,
  ...MONEY_CHECKS,
  ...EVIDENCE_CHECKS,
]
