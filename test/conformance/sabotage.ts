import { ConnectorError } from '#connector-kit'
import type { Connector, NativeRecord, Page, Session, WriteOperation, WriteResult } from '#connector-kit'

/** A defect that a connector could have, and the check that must notice it. */
export interface Sabotage {
  name: string
  /** Part of the name of the check. */
  noticedBy: string
  apply(connector: Connector): Connector
}

/** A connector whose sessions behave differently in some methods. */
const session =
  (change: (original: Session) => Partial<Session>) =>
  (connector: Connector): Connector => ({
    manifest: connector.manifest,
    connect: async (context) => {
      const original = await connector.connect(context)
      const changed = change(original)
      return new Proxy(original, {
        get: (target, property: keyof Session) => {
          const value = changed[property] ?? target[property]
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
    },
  })

/** A connector that connects with another context. */
const context =
  (change: (given: Parameters<Connector['connect']>[0]) => Parameters<Connector['connect']>[0]) =>
  (connector: Connector): Connector => ({
    manifest: connector.manifest,
    connect: async (given) => connector.connect(change(given)),
  })

const pages = (change: (page: Page) => Page) =>
  session((original) => ({
    async *pull(entity, cursor, options) {
      for await (const page of original.pull(entity, cursor, options)) yield change(page)
    },
  }))

const writes = (
  change: (original: Session, operations: readonly WriteOperation[]) => Promise<WriteResult[]>,
) => session((original) => ({ write: async (_entity, operations) => change(original, operations) }))

/** Every defect fails the check that is named; test/conformance/sabotage.spec.ts proves that the suite can fail. */
export const sabotages: readonly Sabotage[] = [
  {
    name: 'loses a record of a page',
    noticedBy: 'the first pull yields every record exactly once',
    apply: pages((page) => ({ ...page, records: page.records.slice(1) })),
  },
  {
    name: 'gives a record twice',
    noticedBy: 'yields each id once',
    apply: pages((page) => ({ ...page, records: [...page.records, ...page.records.slice(0, 1)] })),
  },
  {
    name: 'never changes a version',
    noticedBy: 'edit of phone in contacts',
    apply: session((original) => {
      const unchanged = (record: NativeRecord): NativeRecord => ({ ...record, version: 'always the same' })
      return {
        async *pull(entity, cursor, options) {
          for await (const page of original.pull(entity, cursor, options)) {
            yield { ...page, records: page.records.map(unchanged) }
          }
        },
        read: async (entity, type, ids) => (await original.read(entity, type, ids)).map(unchanged),
      }
    }),
  },
  {
    name: 'gives only seconds as version',
    noticedBy: 'edits in the very second',
    apply: pages((page) => ({
      ...page,
      records: page.records.map((record) => ({ ...record, version: 'same second' })),
    })),
  },
  {
    name: 'leaves contacts out of its documents',
    noticedBy: 'what was typed into the system',
    apply: pages((page) => ({
      ...page,
      records: page.records.map((record) => ({ ...record, values: { ...record.values, contacts: [] } })),
    })),
  },
  {
    name: 'shows empty texts as ""',
    noticedBy: 'every document follows the conventions',
    apply: pages((page) => ({
      ...page,
      records: page.records.map((record) => ({ ...record, values: { ...record.values, extra: '' } })),
    })),
  },
  {
    name: 'marks each page as the last',
    noticedBy: 'pages of any size',
    apply: pages((page) => ({ ...page, last: true })),
  },
  {
    name: 'ignores the page size',
    noticedBy: 'pages of any size',
    apply: session((original) => ({ pull: (entity, cursor) => original.pull(entity, cursor) })),
  },
  {
    name: 'reads everything at every poll',
    noticedBy: 'with a cursor only what changed',
    apply: session((original) => ({
      pull: (entity, _cursor, options) => original.pull(entity, null, options),
    })),
  },
  {
    name: 'takes a failed pull for the end of the list',
    noticedBy: 'an answer 500 anywhere in a pull',
    apply: session((original) => ({
      async *pull(entity, cursor, options) {
        try {
          yield* original.pull(entity, cursor, options)
        } catch {
          yield { records: [], cursor: cursor ?? {}, last: true }
        }
      },
    })),
  },
  {
    name: 'serves an account without rights an empty list',
    noticedBy: 'an account without the rights',
    apply: session((original) => ({
      async *pull(entity, cursor, options) {
        try {
          yield* original.pull(entity, cursor, options)
        } catch {
          yield { records: [], cursor: cursor ?? {}, last: true }
        }
      },
    })),
  },
  {
    name: 'takes a failed read for missing records',
    noticedBy: 'a read that fails fails',
    apply: session((original) => ({
      read: async (entity, type, ids) => original.read(entity, type, ids).catch(() => []),
    })),
  },
  {
    name: 'takes a failed find for an unknown marker',
    noticedBy: 'a find that fails fails',
    apply: session((original) => ({
      find: async (entity, type, markers) => original.find(entity, type, markers).catch(() => new Map()),
    })),
  },
  {
    name: 'finds nothing by marker',
    noticedBy: 'is found by its marker',
    apply: session(() => ({ find: async () => new Map() })),
  },
  {
    name: 'says failed when no answer came',
    noticedBy: 'a create whose call loses its answer',
    apply: writes(async (original, operations) => {
      const results = await original.write('party', operations)
      return results.map((result) =>
        result.status === 'unknown' ? { status: 'failed', error: result.error } : result,
      )
    }),
  },
  {
    name: 'says unknown when the system certainly is not there',
    noticedBy: 'a system that is not there',
    apply: writes(async (original, operations) => {
      const results = await original.write('party', operations)
      return results.map((result) =>
        result.status === 'failed'
          ? {
              status: 'unknown',
              error: new ConnectorError('unavailable', {
                code: result.error.code,
                params: result.error.params,
                outcomeUnknown: true,
              }),
            }
          : result,
      )
    }),
  },
  {
    name: 'gives results in another order',
    noticedBy: 'several creates give their results in order',
    apply: writes(async (original, operations) => (await original.write('party', operations)).reverse()),
  },
  {
    name: 'forgets the parts of a create',
    noticedBy: 'contacts are created with their record',
    apply: writes(async (original, operations) =>
      original.write(
        'party',
        operations.map((one) => ({ ...one, parts: [] })),
      ),
    ),
  },
  {
    name: 'replaces an item instead of changing it',
    noticedBy: 'one item of contacts is changed',
    apply: writes(async (original, operations) =>
      original.write(
        'party',
        operations.map((one) => ({
          ...one,
          parts: one.parts.flatMap((part) =>
            part.kind === 'update'
              ? [
                  { list: part.list, kind: 'delete', id: part.id },
                  { list: part.list, kind: 'create', key: part.id, marker: part.id, values: part.values },
                ]
              : [part],
          ),
        })),
      ),
    ),
  },
  {
    name: 'writes more than the update names',
    noticedBy: 'changes the fields that it names and nothing else',
    apply: writes(async (original, operations) =>
      original.write(
        'party',
        operations.map((one) =>
          one.kind === 'update'
            ? { ...one, values: { ...one.values, website: 'https://zu-viel.example' } }
            : one,
        ),
      ),
    ),
  },
  {
    name: 'answers a write with what it sent, not with what the system shows',
    noticedBy: 'what the hub itself wrote comes back',
    apply: writes(async (original, operations) => {
      const results = await original.write('party', operations)
      return results.map((result) =>
        result.status === 'done' ? { ...result, record: { ...result.record, version: 'mine' } } : result,
      )
    }),
  },
  {
    name: 'throws something that is no ConnectorError',
    noticedBy: 'a wrong secret is unauthorized',
    apply: session((original) => ({
      check: async (options) =>
        original.check(options).catch(() => {
          throw new Error('oops')
        }),
    })),
  },
  {
    name: 'throws a code without texts',
    noticedBy: 'a wrong secret is unauthorized',
    apply: session((original) => ({
      check: async (options) =>
        original.check(options).catch(() => {
          throw new ConnectorError('unauthorized', { code: 'nothing.known' })
        }),
    })),
  },
  {
    name: 'shows a secret in an error',
    noticedBy: 'an address that is none',
    apply: (connector) => ({
      manifest: connector.manifest,
      connect: async (given) =>
        connector.connect(given).catch(() => {
          throw new ConnectorError('misconfigured', {
            code: 'http.invalid-url',
            upstream: JSON.stringify(given.config),
          })
        }),
    }),
  },
  {
    name: 'reads anew what it wrote, whoever was there since',
    noticedBy: 'not taken for its answer',
    apply: writes(async (original, operations) => {
      const results = await original.write('party', operations)
      for (const [index, result] of results.entries()) {
        const { type, ...operation } = operations[index] as WriteOperation
        const found = 'id' in operation ? await original.read('party', type, [operation.id]) : []
        const [record] = found
        if (record) results[index] = { parts: {}, ...result, status: 'done', record }
      }
      return results
    }),
  },
  {
    name: 'ends a listing where a page fails',
    noticedBy: 'wherever status 500 strikes',
    apply: session((original) => ({
      async *list(entity, type) {
        try {
          yield* original.list?.(entity, type) ?? []
        } catch {
          return
        }
      },
    })),
  },
  {
    name: 'lists an id twice',
    noticedBy: 'a listing names every record exactly once',
    apply: session((original) => ({
      async *list(entity, type) {
        for await (const ids of original.list?.(entity, type) ?? []) yield [...ids, ...ids.slice(0, 1)]
      },
    })),
  },
  {
    name: 'takes a failed look for a deleted record',
    noticedBy: 'a direct look that fails fails',
    apply: session((original) => ({
      presence: async (entity, type, ids) =>
        (await original.presence?.(entity, type, ids).catch(() => undefined)) ??
        new Map(ids.map((id) => [id, 'gone'] as const)),
    })),
  },
  {
    name: 'calls everything present',
    noticedBy: 'is in no listing and gone at a direct look',
    apply: session(() => ({
      presence: async (_entity, _type, ids) => new Map(ids.map((id) => [id, 'present'] as const)),
    })),
  },
  {
    name: 'says removed, whatever the system says',
    noticedBy: 'never claims more than happened',
    apply: session((original) => ({
      remove: async (entity, type, records) => {
        await original.remove?.(entity, type, records).catch(() => undefined)
        return records.map(() => ({ status: 'removed' as const }))
      },
    })),
  },
  {
    name: 'tries a refused login again and again',
    noticedBy: 'after a single try',
    apply: session((original) => ({
      check: async (options) => {
        for (let tries = 0; tries < 4; tries += 1) {
          const report = await original.check(options).catch(() => undefined)
          if (report) return report
        }
        return original.check(options)
      },
    })),
  },
  {
    name: 'goes on after the abort',
    noticedBy: 'once the signal is aborted no call starts',
    apply: context(({ signal: _signal, ...rest }) => rest),
  },
  {
    name: 'ignores the timeout',
    noticedBy: 'a system that is slow',
    apply: context(({ timeout: _timeout, ...rest }) => rest),
  },
  {
    name: 'makes more calls at a time than the admin allows',
    noticedBy: 'within the admin’s bound of 2',
    apply: context((given) => ({ ...given, concurrency: 12 })),
  },
  {
    name: 'uses a session after it was closed',
    noticedBy: 'close may come twice',
    apply: session(() => ({ close: async () => undefined })),
  },
]
