/** How an object fared: what takes the change back, or why there was none. */
export type BulkOutcome<Undo> = {
  readonly objId: string;
  /** Null: it failed, or there was nothing to change. */
  readonly undo: Undo | null;
  readonly error: unknown;
  readonly isChanged: boolean;
};

const AT_ONCE = 4;

/**
 * Does the same to many objects, some at a time, and goes on where one fails. After `signal` no more
 * are begun.
 */
export async function runBulk<Item extends { readonly objId: string }, Undo>(
  items: readonly Item[],
  change: (item: Item) => Promise<Undo | null>,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress: (done: number) => void;
  },
): Promise<readonly BulkOutcome<Undo>[]> {
  const outcomes: BulkOutcome<Undo>[] = [];
  let next = 0;
  const work = async () => {
    for (;;) {
      const item = items[next];
      next += 1;
      if (item === undefined || options.signal.aborted) return;
      const { objId } = item;
      try {
        const undo = await change(item);
        outcomes.push({ objId, undo, error: undefined, isChanged: undo !== null });
      } catch (error) {
        outcomes.push({ objId, undo: null, error, isChanged: false });
      }
      options.onProgress(outcomes.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const order = new Map(items.map(({ objId }, index) => [objId, index]));
  const placeOf = ({ objId }: { readonly objId: string }) => order.get(objId) ?? 0;
  return outcomes.toSorted((a, b) => placeOf(a) - placeOf(b));
}
