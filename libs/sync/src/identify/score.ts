import type { EntityDefinition, MatchDefinition, MatchEvidence } from '#canonical'
import type { Features } from './features.js'
import { nameLikeness } from './names.js'

/** Score from which one single candidate is linked without asking. */
export const linkScore = 0.9
/** Score from which a person is asked. */
export const reviewScore = 0.5

/** How sure it is that two records are one, why, and what speaks against it. */
export interface Likeness {
  /** 0 … 1 */
  score: number
  /** Whether the score and what it rests on suffice to link without a person. */
  sure: boolean
  /** The strongest rule that holds, in the order of the entity's evidence. */
  rule: string
  /** Evidence that agrees, for the person who decides. */
  agrees: string[]
  /** Evidence that differs, though both could be one still. */
  differs: string[]
  /** Evidence that contradicts; such a pair is never linked without a person. */
  contradicts: string[]
}

/** Least likeness of the names where no evidence needs less. */
const usualNameFrom = 0.85

/** Compares two records by the evidence of their entity (rule 6). */
export function likeness({ matching }: EntityDefinition, a: Features, b: Features): Likeness {
  const findings = matching.evidence.flatMap((evidence) => compare(evidence, a, b))
  const agreeing = findings.filter(({ verdict }) => verdict === 'agrees').map(({ evidence }) => evidence)
  const names = (which: Finding['verdict']): string[] =>
    findings.filter(({ verdict }) => verdict === which).map(({ evidence }) => evidence.name)
  const contradicts = names('contradicts')
  const score = scoreOf(matching, matching.prior + total(findings) + weakened(matching, a, b))
  const nameFrom = Math.min(...agreeing.map((evidence) => evidence.nameFrom ?? usualNameFrom))
  const supported = findings.every(({ alike }) => alike === null || alike >= nameFrom)
  return {
    score,
    sure: score >= linkScore && contradicts.length === 0 && supported,
    rule: agreeing.find(({ agree }) => agree > 0)?.rule ?? matching.evidence.at(-1)?.rule ?? '',
    agrees: names('agrees'),
    differs: names('differs'),
    contradicts,
  }
}

interface Finding {
  evidence: MatchEvidence
  verdict: 'agrees' | 'differs' | 'contradicts'
  points: number
  /** Likeness of the names; null for other evidence. */
  alike: number | null
}

/** Nothing where one of both says nothing. */
function compare(evidence: MatchEvidence, a: Features, b: Features): Finding[] {
  if (evidence.likeness) return compareNames(evidence, evidence.likeness, a, b)
  const left = a.values.get(evidence.name) ?? new Set()
  const right = b.values.get(evidence.name) ?? new Set()
  if (left.size === 0 || right.size === 0) return []
  const agrees = [...left].some((value) => right.has(value))
  const verdict = agrees ? 'agrees' : evidence.contradicts ? 'contradicts' : 'differs'
  return [{ evidence, verdict, points: agrees ? evidence.agree : evidence.differ, alike: null }]
}

function compareNames(
  evidence: MatchEvidence,
  levels: NonNullable<MatchEvidence['likeness']>,
  a: Features,
  b: Features,
): Finding[] {
  const left = a.names.get(evidence.name) ?? []
  const right = b.names.get(evidence.name) ?? []
  if (left.length === 0 || right.length === 0) return []
  const alike = Math.max(...left.flatMap((one) => right.map((other) => nameLikeness(one, other))))
  const points = levels.find(([from]) => alike >= from)?.[1] ?? evidence.differ
  return [{ evidence, verdict: alike >= usualNameFrom ? 'agrees' : 'differs', points, alike }]
}

/** Points of all findings; of a group only the best one. */
function total(findings: readonly Finding[]): number {
  const groups = new Map<string, number>()
  for (const { evidence, points } of findings) {
    const group = evidence.group ?? evidence.name
    groups.set(group, Math.max(groups.get(group) ?? -Infinity, points))
  }
  return [...groups.values()].reduce((sum, points) => sum + points, 0)
}

function weakened(matching: MatchDefinition, a: Features, b: Features): number {
  return (matching.weaker ?? [])
    .filter(({ field, is }) => a.weaker.has(`${field}\n${is}`) || b.weaker.has(`${field}\n${is}`))
    .reduce((sum, { points }) => sum + points, 0)
}

/** Points as a score, so that the entity's two thresholds are `reviewScore` and `linkScore`. */
function scoreOf({ link, review }: MatchDefinition, points: number): number {
  return 1 / (1 + 9 ** -((points - review) / (link - review)))
}
