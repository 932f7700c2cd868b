/**
 * Loaded into the hub's process by the demo (`--import`): ends it when the demo is gone, however that died, so that no port
 * and no database connection stays taken.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// The channel alone must not keep the process alive.
process.channel?.unref()
