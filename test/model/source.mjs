// Runs the project from its TypeScript sources, one of them changed where a mutation says so: the test of the model test.
// `node --conditions=hub-src --import ./test/model/source.mjs test/model/main.ts`; EINMAL_WITHOUT names the mutation.
import { register } from 'node:module'
import { applied, mutations } from './mutations.mjs'

const name = process.env.EINMAL_WITHOUT
const mutation = mutations.find((each) => each.name === name)
if (name && !mutation) throw new Error(`There is no mutation ${name}.`)
register('./source-hooks.mjs', import.meta.url, {
  data: mutation ? Object.fromEntries(applied(mutation)) : {},
})
