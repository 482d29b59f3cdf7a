import { connect } from '@/db/client'
import { noteDone } from '@/lib/doctor/record-evidence'
import { drill } from './backup/drill'
import { say, step } from './progress'

const { moment, restored, lost, restoreMs } = await step('Restore drill', drill)
const told = `${restored.entries} entries as they were at ${moment}, restored in ${restoreMs} ms; the ${lost} written later are gone`
say(`${told}. Every invariant holds.`)

const db = connect(process.env.DATABASE_URL!, { max: 1, applicationName: 'pospay-drill' })
await noteDone({ db, now: () => new Date() }, 'restore_drill', told).finally(() => db.$client.end())
