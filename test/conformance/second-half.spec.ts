import { conformance } from './suite.js'

conformance(1, 2)
