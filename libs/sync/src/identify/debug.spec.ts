import { it } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import { makeWorld } from '../../../../test/bench/matching/world.js'
import { pagesOf, recognise } from '../../../../test/bench/matching/growth.js'

it('debug', () => {
  const out: string[] = []
  for (const seed of (process.env['SEEDS'] ?? '1').split(',').map(Number)) {
    const rows = Number(process.env['ROWS'] ?? 600)
    const world = makeWorld({ seed, systems: 5, overlap: 0.3, rows })
    const found = recognise(world.flatMap((s, at) => pagesOf(s, `s${at}`)))
    const truthOf = new Map<string, number>()
    const rowOf = new Map<string, unknown>()
    world.forEach((s, at) =>
      s.forEach((r, i) => {
        truthOf.set(`s${at}-${i}`, r.truth.id)
        rowOf.set(`s${at}-${i}`, r.values)
      }),
    )
    const recOf = (id: string): string | null => {
      const f = found.get(id)
      return f?.kind === 'link' ? f.recordId : f?.kind === 'new' ? id : null
    }
    const groups = new Map<number, string[]>()
    for (const [id, t] of truthOf) groups.set(t, [...(groups.get(t) ?? []), id])
    let pairs = 0,
      right = 0,
      missed = 0,
      asked = 0
    const show = (k: string, a: string, b: string): void => {
      out.push(k + '\n  ' + JSON.stringify(rowOf.get(a)) + '\n  ' + JSON.stringify(rowOf.get(b)))
    }
    for (const g of groups.values())
      for (let i = 0; i < g.length; i++)
        for (let j = i + 1; j < g.length; j++) {
          const [a, b] = [g[i] ?? '', g[j] ?? '']
          pairs++
          const [ra, rb] = [recOf(a), recOf(b)]
          if (ra !== null && ra === rb) {
            right++
            continue
          }
          const fa = found.get(a),
            fb = found.get(b)
          const names = (f: typeof fa, r: string | null): boolean =>
            f?.kind === 'ask' && r !== null && f.candidates.some((c) => c.recordId === r)
          if (names(fa, rb) || names(fb, ra) || (fa?.kind === 'ask' && fb?.kind === 'ask')) asked++
          else {
            missed++
            show(`missed ${fa?.kind} ${fb?.kind}`, a, b)
          }
        }
    const recs = new Map<string, string[]>()
    for (const id of truthOf.keys()) {
      const r = recOf(id)
      if (r !== null) recs.set(r, [...(recs.get(r) ?? []), id])
    }
    let linked = 0,
      wrong = 0
    for (const g of recs.values())
      for (let i = 0; i < g.length; i++)
        for (let j = i + 1; j < g.length; j++) {
          linked++
          if (truthOf.get(g[i] ?? '') !== truthOf.get(g[j] ?? '')) {
            wrong++
            const f = found.get(g[j] ?? '')
            show(`wrong ${JSON.stringify(f?.kind === 'link' ? f.likeness : f)}`, g[i] ?? '', g[j] ?? '')
          }
        }
    const asks = [...found.values()].filter((f) => f.kind === 'ask').length
    out.push(
      `seed ${seed} rows ${rows}: pairs ${pairs} recall ${(right / pairs).toFixed(4)} asked ${asked} missed ${missed} linked ${linked} wrong ${wrong} reviews ${asks}`,
    )
    console.log(out.at(-1))
  }
  writeFileSync('/tmp/match-debug.txt', out.join('\n'))
}, 600000)
