import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { REPOSITORY } from '@/scripts/repository'

/** The image's files, made by the Dockerfile's own lines without a Docker engine. */
export type Image = { directory: string; command: string[]; env: Record<string, string>; remove(): void }

type Stage = { workdir: string; env: Record<string, string> }

/** Packages come from here, as hard links, in place of the line that installs them. */
const INSTALL = /^npm ci /

/**
 * Does what each line of the Dockerfile says in folders of its own: COPY by .dockerignore, RUN by a shell that knows
 * nothing of this machine's settings. Throws for a line that it does not know.
 */
export function buildImage(): Image {
  const root = mkdtempSync(join(tmpdir(), 'pospay-image-'))
  try {
    return buildIn(root)
  } catch (error) {
    rmSync(root, { recursive: true, force: true })
    throw error
  }
}

function buildIn(root: string): Image {
  const stages: Stage[] = []
  let command: string[] = []
  const inStage = (path: string, stage = stages.at(-1)!) => join(root, String(stages.indexOf(stage)), path)
  for (const line of readLines('Dockerfile')) {
    const [instruction = '', ...rest] = line.split(' ')
    const text = rest.join(' ')
    const stage = stages.at(-1)!
    switch (instruction) {
      case 'FROM':
        stages.push({ workdir: '/', env: {} })
        break
      case 'WORKDIR':
        mkdirSync(inStage(text), { recursive: true })
        stage.workdir = text
        break
      case 'ENV':
        Object.assign(stage.env, Object.fromEntries([text.split('=')]))
        break
      case 'COPY':
        copy(rest, stage, inStage, stages)
        break
      case 'RUN':
        if (INSTALL.test(text)) linkPackages(inStage(stage.workdir))
        else run(text, inStage(stage.workdir), stage.env)
        break
      case 'CMD':
        command = JSON.parse(text)
        break
      case 'USER':
      case 'EXPOSE':
      case 'HEALTHCHECK':
      case 'STOPSIGNAL':
        break
      default:
        throw new Error(`the Dockerfile has a line that is not understood: ${line}`)
    }
  }
  const { workdir, env } = stages.at(-1)!
  return {
    directory: inStage(workdir),
    command,
    env,
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** What a service of compose.yaml runs in the image. */
export function commandOf(service: string): string[] {
  const text = readFileSync(join(REPOSITORY, 'compose.yaml'), 'utf8')
  const [, command] = new RegExp(`^  ${service}:\\n(?:    .*\\n)*?    command: \\[(.*)\\]$`, 'm').exec(text)!
  return command!.split(', ')
}

function copy(
  words: string[],
  stage: Stage,
  inStage: (path: string, stage?: Stage) => string,
  stages: Stage[],
): void {
  const paths = words.filter((word) => !word.startsWith('--'))
  const to = join(inStage(stage.workdir), paths.pop()!)
  if (words[0] === '--from=build') {
    cpSync(inStage(paths[0]!, stages[0]), to, { recursive: true, verbatimSymlinks: true })
    return
  }
  const ignored = readLines('.dockerignore')
  const given = paths[0] === '.' ? readdirSync(REPOSITORY).filter((name) => !ignored.includes(name)) : paths
  for (const path of given) cpSync(join(REPOSITORY, path), join(to, path), { recursive: true })
}

function linkPackages(directory: string): void {
  execFileSync('cp', ['-al', join(REPOSITORY, 'node_modules'), join(directory, 'node_modules')])
}

function run(line: string, cwd: string, env: Record<string, string>): void {
  const { PATH, HOME } = process.env
  execFileSync('/bin/sh', ['-c', line], { cwd, env: { PATH, HOME, CI: '1', ...env } as never, stdio: 'pipe' })
}

function readLines(file: string): string[] {
  const lines = readFileSync(join(REPOSITORY, file), 'utf8').split('\n')
  return lines.filter((line) => line.trim() && !line.startsWith('#'))
}
