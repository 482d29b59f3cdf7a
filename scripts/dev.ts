import { runLocally } from './run-locally'

await runLocally('dev')
