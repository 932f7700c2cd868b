/**
 * Paths whose values never reach a log (pino's `redact.paths`), whatever somebody passes to the logger by mistake.
 * Records and configurations are not logged at all; this is the second line of defence.
 */
export const redactedPaths: readonly string[] = [
  ...['authorization', 'cookie', 'x-api-token', 'x-api-secret', 'set-cookie'].flatMap((header) => [
    `req.headers["${header}"]`,
    `res.headers["${header}"]`,
    `headers["${header}"]`,
  ]),
  ...[
    'password',
    'secret',
    'secrets',
    'token',
    'apiKey',
    'api_key',
    'access_token',
    'refresh_token',
    'authorization',
  ].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  'config.*.secrets',
  'err.config.headers',
  'err.request',
  'err.response',
]
