// Loaded into the program before its own code. Ctrl-C in a terminal reaches every process of the
// group, and the bootstrap (and npm above it) forward the same signal again: the program shall see
// one. A second one, pressed later, gets through and may mean "at once".
const quietMs = 400;
const watched = new Set(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']);
const lastSeenMs = new Map();
const emit = process.emit;

process.emit = function emitOnce(name, ...args) {
  if (watched.has(name)) {
    const now = performance.now();
    const last = lastSeenMs.get(name) ?? -Infinity;
    if (now - last < quietMs) return true;
    lastSeenMs.set(name, now);
  }
  return emit.call(this, name, ...args);
};
