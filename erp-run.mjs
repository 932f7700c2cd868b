const kit = await import('#connector-kit')
const t = await import('#connector-kit/testing')
const [entity, filter] = process.argv.slice(2)
const connector = (await kit.discoverConnectors()).find((c) => c.id === 'erpnext')
const system = (await t.discoverSimulators()).find((c) => c.id === 'erpnext')
const subject = { connector, entity, system }
let ok = 0
const types = Object.entries(connector.manifest.entities[entity])
for (const [type, cap] of types) { const u = t.uncoveredCapabilities(t.allChecks, entity, cap); if (u.length) console.log('UNCOVERED', type, u) }
for (const check of t.allChecks) {
  if (filter && !new RegExp(filter).test(check.name)) continue
  const list = check.scope === 'connector' ? (t.isAbout(check, entity) ? [''] : []) : types.filter(([, c]) => t.applyingChecks([check], entity, c).length > 0).map(([n]) => n)
  for (const type of list) {
    let world
    try {
      world = await t.World.open(subject)
      await check.run(world, type)
      ok += 1
    } catch (e) {
      console.log('✗', type, check.name, '\n   ', String(e?.message ?? e).slice(0, 700), process.env.STACK ? e.stack : '', e?.upstream ?? '')
    } finally { await world?.close().catch(() => {}) }
  }
}
console.log(entity, 'ok', ok)
