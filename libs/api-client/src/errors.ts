import type { components } from './schema.generated.js'

type Problem = components['schemas']['ProblemView']

/** The hub refused or failed; what it said (RFC 9457), in the language that was asked for. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** Stable code for programs. */
  readonly code: string
  readonly title: string
  /** What happened, for people. */
  readonly detail: string
  /** What the reader can do about it. */
  readonly fix: string | undefined
  /** The one field of the request that is wrong. */
  readonly field: string | undefined
  /** What is wrong with single fields of the request. */
  readonly errors: readonly components['schemas']['FieldProblemView'][]
  /** Names the occurrence in the hub's log. */
  readonly instance: string | undefined
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | undefined

  constructor(problem: Partial<Problem>, answer: { status: number; retryAfter?: number }) {
    const { code = `http.${answer.status}`, title = '', detail = title } = problem
    super(`${answer.status} ${code}: ${detail}`)
    this.status = answer.status
    this.code = code
    this.title = title
    this.detail = detail
    this.fix = problem.fix
    this.field = problem.field
    this.errors = problem.errors ?? []
    this.instance = problem.instance
    this.retryAfter = answer.retryAfter
  }

  /** Reads an answer; one that is no problem document (a proxy's page) still tells its status. */
  static async of(response: Response): Promise<ApiError> {
    const type = response.headers.get('content-type') ?? ''
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    const problem = /\bjson\b/.test(type) ? await response.json().catch(() => ({})) : {}
    return new ApiError(problem as Partial<Problem>, {
      status: response.status,
      ...(Number.isFinite(seconds) && { retryAfter: seconds }),
    })
  }
}

/** Nobody answered at the hub's address. */
export class HubUnreachable extends Error {
  override readonly name = 'HubUnreachable'
  constructor(
    readonly url: string,
    cause: unknown,
  ) {
    super(`no answer from ${url}`, { cause })
  }
}
