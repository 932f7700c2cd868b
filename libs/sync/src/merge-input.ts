import { rulePath } from '#canonical'
import type { LinkRow } from '#persistence'
import type { MergeInput } from './merge.js'
import type { Member, World } from './world.js'

/** What merging needs to know of the flow, for one record and one of its links; `links` are all of the record's. */
export function mergeInput(
  world: World,
  member: Member,
  links: readonly LinkRow[],
  subject: Pick<MergeInput, 'record' | 'link' | 'observed' | 'provenance'>,
): MergeInput {
  const { id: connectionId, slug } = member.connection
  const { position, reads } = member.participant
  return {
    ...subject,
    settings: world.flow.settings,
    roles: world.entity.roles ?? [],
    me: { connectionId, slug, position, reads },
    position: (id) => world.members.find(({ connection }) => connection.id === id)?.participant.position,
    leads(leader, key) {
      const first = world.members.find(({ connection }) => connection.slug === leader)
      return links.some(
        (other) =>
          other.connectionId === first?.connection.id &&
          other.state === 'active' &&
          other !== subject.link &&
          first.mapping.types[other.nativeType]?.readable.has(rulePath(key)),
      )
    },
  }
}
