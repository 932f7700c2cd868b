/** The hub's admin API as one of the demo's people. */
export class DemoApi {
  private constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  /** @throws Error when the identity provider refuses the login */
  static async login(hub: string, issuer: string, username: string, password: string): Promise<DemoApi> {
    const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', client_id: 'einmal-cli', username, password }),
    })
    if (!response.ok) throw new Error(`The demo user ${username} cannot log in: ${await response.text()}`)
    const { access_token } = (await response.json()) as { access_token: string }
    return new DemoApi(`${hub}/api/v1`, access_token)
  }

  async get<T>(path: string): Promise<T> {
    return (await this.call('GET', path).then((response) => response.json())) as T
  }

  async post(path: string, body: unknown): Promise<void> {
    await this.call('POST', path, body)
  }

  /** Edits what stands there now (If-Match). */
  async patch(path: string, body: unknown): Promise<void> {
    const etag = (await this.call('GET', path)).headers.get('etag')
    await this.call('PATCH', path, body, etag ? { 'if-match': etag } : {})
  }

  /** @throws Error with the hub's own words about what went wrong */
  private async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await fetch(this.base + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (response.ok) return response
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
  }
}
