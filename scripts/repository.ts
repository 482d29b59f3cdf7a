import { dirname } from 'node:path'

/** The folder that holds package.json. */
export const REPOSITORY = dirname(import.meta.dirname)
