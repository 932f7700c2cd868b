// `npm run build`: builds the product where sources changed; with --force always.
import { build, checkNode, install } from './project.mjs'

checkNode()
await install()
await build({ force: process.argv.includes('--force') })
