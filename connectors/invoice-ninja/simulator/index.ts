import type { CreateSimulator } from '#connector-kit/testing'
import { InvoiceNinja } from './model.js'

/** An Invoice Ninja without network: requests in, answers out. */
export const createSimulator: CreateSimulator = ({ seed = 1 } = {}) => new InvoiceNinja(seed)
