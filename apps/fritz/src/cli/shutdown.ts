/** Turns Ctrl-C and its kin into a signal to stop; a second one ends the program at once. */
export function listenForShutdown(onFirst: (name: string) => void): AbortSignal {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (stopping.signal.aborted) process.exit(exitCodeOf(name));
      onFirst(name);
      stopping.abort(name);
    });
  }
  return stopping.signal;
}

const numbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** The shell's convention: 128 and the signal's number. */
export function exitCodeOf(name: unknown): number {
  return 128 + (numbers[String(name)] ?? 2);
}

/** Resolves when the signal comes. */
export function whenStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
