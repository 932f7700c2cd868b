/** What a script learns from the end of a command (docs/command-line.md, "Exit codes"). */
export const exitCodes = {
  ok: 0,
  /** The hub refused, or something failed. */
  failed: 1,
  usage: 2,
  notSignedIn: 3,
  noRights: 4,
  notFound: 5,
  unreachable: 6,
  /** The work ended, but some writes failed or questions are open. */
  attention: 7,
  /** Ctrl-C. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
