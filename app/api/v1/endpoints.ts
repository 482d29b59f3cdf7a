import * as booking from '@/lib/booking/wire'
import * as charge from '@/lib/charge/wire'
import type { Endpoint } from '@/lib/endpoint'
import * as identity from '@/lib/identity/wire'
import * as ledger from '@/lib/ledger/wire'
import * as openapi from '@/lib/openapi'
import * as refund from '@/lib/refund/wire'
import * as space from '@/lib/space/wire'
import * as withdrawal from '@/lib/withdrawal/wire'

const isEndpoint = (value: object): value is Endpoint => 'answers' in value

/** Everything under `/api/v1`. */
export const endpoints: Endpoint[] = [identity, ledger, charge, refund, space, booking, withdrawal, openapi]
  .flatMap((wire): object[] => Object.values(wire))
  .filter(isEndpoint)
