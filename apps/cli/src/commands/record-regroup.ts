import { dataOf, type Schemas } from '#api-client'
import { confirm } from '../confirm.js'
import { exitCodes, type ExitCode } from '../exit-codes.js'
import { findRecord } from '../find-record.js'
import { fieldText, valueText } from '../output/values.js'
import type { Shell } from '../shell.js'
import { kindText } from '../texts/plan.js'
import { recordTexts as texts } from '../texts/record.js'
import type { Text } from '../texts/text.js'
import { entityText, words } from '../texts/words.js'

type Regrouping = Schemas['RegroupingView']

export interface RegroupOptions {
  yes?: boolean
  dryRun?: boolean
}

export interface SplitOptions extends RegroupOptions {
  connection: string
  id?: string
}

const one = '/api/v1/tenants/{tenant}/records/{record}'

/** Takes a wrong link out of a record: shows what follows, asks, and carries exactly that out. */
export async function split(shell: Shell, options: SplitOptions, typed: string): Promise<ExitCode> {
  const hub = await shell.hub()
  const { id: record } = await findRecord(hub, typed)
  const path = { tenant: hub.tenant, record }
  const order = {
    connection: options.connection,
    ...(options.id !== undefined && { externalId: options.id }),
  }
  return regroup(shell, options, texts.splitAsk, texts.splitDone, (approval) =>
    dataOf(hub.api.POST(`${one}/split`, { params: { path }, body: { ...order, ...approval } })),
  )
}

/** Merges a second record into a first one, which stays. */
export async function merge(
  shell: Shell,
  options: RegroupOptions,
  kept: string,
  gone: string,
): Promise<ExitCode> {
  const hub = await shell.hub()
  const [{ id: record }, { id: other }] = [await findRecord(hub, kept), await findRecord(hub, gone)]
  const path = { tenant: hub.tenant, record }
  return regroup(shell, options, texts.mergeAsk, texts.mergeDone, (approval) =>
    dataOf(hub.api.POST(`${one}/merge`, { params: { path }, body: { other, ...approval } })),
  )
}

async function regroup(
  shell: Shell,
  options: RegroupOptions,
  question: Text,
  done: Text,
  send: (approval: { approval?: string }) => Promise<Regrouping>,
): Promise<ExitCode> {
  const { output, t } = shell
  const preview = await send({})
  if (options.dryRun) {
    output.result(preview, () => show(shell, preview))
    return exitCodes.ok
  }
  if (!options.yes && !output.asJson) show(shell, preview)
  if (!(await confirm(shell, options, question, {}))) return exitCodes.ok
  const result = await send({ approval: preview.approval })
  output.result(result, () => {
    output.text(t(done), output.style.good)
    output.next(t(words.next), [`einmal record show ${result.record}`])
  })
  return exitCodes.ok
}

function show({ output, t }: Shell, { writes, references }: Regrouping): void {
  output.text(t(writes.length === 0 ? texts.noWrites : texts.writes))
  if (writes.length > 0) {
    output.table(writes, [
      { title: t(words.kind), value: ({ kind }) => t(kindText(kind).one) },
      { title: t(words.name), value: ({ title }) => title, flexible: true },
      {
        title: t(words.system),
        value: ({ connection, type, externalId }) => [connection, type, externalId].filter(Boolean).join(' '),
        flexible: true,
      },
      {
        title: t(texts.fields),
        value: ({ after }) =>
          Object.entries(after)
            .filter(([field]) => field.split('/').length !== 2)
            .map(([field, value]) => `${fieldText(field)}: ${valueText(value, t)}`)
            .join(', '),
        flexible: true,
      },
    ])
  }
  if (references.length === 0) return
  output.line()
  output.text(t(texts.references))
  output.table(references, [
    { title: t(words.kind), value: ({ entity }) => entityText(entity, t) },
    { title: t(words.name), value: ({ title }) => title, flexible: true },
    { title: t(words.id), value: ({ id }) => id },
  ])
}
