/**
 * Runs a generator ahead of its reader by up to `depth` items, so that reading and processing
 * overlap; the generator waits while `depth` items lie ready. Errors come in their place.
 */
export async function* prefetch<T>(items: AsyncIterable<T>, depth: number): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  const ahead: Promise<IteratorResult<T>>[] = [];
  const request = (): void => {
    // A generator answers such calls one after another.
    const next = iterator.next();
    next.catch(() => {});
    ahead.push(next);
  };
  try {
    while (ahead.length < depth) request();
    for (;;) {
      const item = await ahead.shift();
      if (item === undefined || item.done === true) return;
      request();
      yield item.value;
    }
  } finally {
    await Promise.allSettled(ahead);
    await iterator.return?.();
  }
}
