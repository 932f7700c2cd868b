import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CliError } from '../errors.js'
import { signInTexts } from '../texts/sign-in.js'

/** Who is signed in at one hub. */
export interface SignIn {
  issuer: string
  clientId: string
  username: string
  accessToken: string
  /** Milliseconds since the epoch, by this machine's clock. */
  expiresAt: number
  refreshToken?: string
  /** The tenant that commands work with when none is named. */
  tenant?: string
}

interface Stored {
  /** The hub of the last sign-in, which commands talk to when no address is named. */
  current?: string
  signIns: Record<string, SignIn>
}

/** Keeps sign-ins by address of the hub, in a file that only its owner may read. */
export class TokenStore {
  readonly file: string

  constructor(folder: string) {
    this.file = join(folder, 'sign-ins.json')
  }

  get current(): string | undefined {
    return this.read().current
  }

  get(url: string): SignIn | undefined {
    return this.read().signIns[url]
  }

  /** Remembers a sign-in and makes its hub the current one. */
  save(url: string, signIn: SignIn): void {
    const stored = this.read()
    this.write({ current: url, signIns: { ...stored.signIns, [url]: signIn } })
  }

  /** Replaces the tokens of a hub; which hub is the current one stays as it is. */
  renew(url: string, signIn: SignIn): void {
    const stored = this.read()
    this.write({ ...stored, signIns: { ...stored.signIns, [url]: signIn } })
  }

  remove(url: string): void {
    const { current, signIns } = this.read()
    const { [url]: _, ...others } = signIns
    this.write({ ...(current === undefined || current === url ? {} : { current }), signIns: others })
  }

  private read(): Stored {
    let content
    try {
      content = readFileSync(this.file, 'utf8')
      // Somebody may have copied the file with wider rights.
      if ((statSync(this.file).mode & 0o077) !== 0) chmodSync(this.file, 0o600)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { signIns: {} }
      throw this.unusable(error)
    }
    try {
      const stored = JSON.parse(content) as Partial<Stored>
      return { ...stored, signIns: stored.signIns ?? {} }
    } catch (error) {
      throw this.unusable(error)
    }
  }

  /** Written aside and renamed, so that a second command never reads half a file. */
  private write(stored: Stored): void {
    const aside = `${this.file}.${randomBytes(6).toString('hex')}`
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 })
      writeFileSync(aside, JSON.stringify(stored, null, 2), { mode: 0o600, flag: 'wx' })
      renameSync(aside, this.file)
    } catch (error) {
      throw this.unusable(error)
    }
  }

  private unusable(cause: unknown): CliError {
    return new CliError('sign-in.file', signInTexts.fileUnusable, {
      params: { file: this.file },
      fix: signInTexts.fileUnusableFix,
      cause,
    })
  }
}
