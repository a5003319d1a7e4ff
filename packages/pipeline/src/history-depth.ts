import type { Alert, SurveyAdapter } from '@fritz/surveys';
import type { DecodedBatch } from './decode.ts';

/**
 * From which share of alerts on it is cheaper to look up a year of history for all: where filters come
 * to it later, it is a query more, and their evaluation begins again.
 */
const DEEP_SHARE = 0.4;
/** Of what was seen before a batch, how much counts beside it. */
const INERTIA = 0.5;
/** Where all is looked up nobody learns who needs it: each so manyth batch is to tell. */
const PROBE_EVERY = 16;

/**
 * How far back light curves are looked up for all objects of a batch: to where its packets may repeat
 * points, or, where filters came to the history of many alerts lately, as far as these look. What
 * comes of a batch is the same.
 */
export class HistoryDepth {
  /** Null until a batch has told. */
  private share: number | null = null;
  private batches = 0;

  /** The batch with the ends of light curves that are to be looked up for it. */
  deepen<A extends Alert>(
    decoded: DecodedBatch<A>,
    adapter: SurveyAdapter<A>,
  ): { readonly decoded: DecodedBatch<A>; readonly isDeep: boolean } {
    this.batches += 1;
    if ((this.share ?? 0) < DEEP_SHARE || this.batches % PROBE_EVERY === 0) {
      return { decoded, isDeep: false };
    }
    const sinceOf = new Map(decoded.ends.map(({ objectId, since }) => [objectId, since]));
    for (const alert of decoded.alerts) {
      const since = adapter.historySince(alert);
      if (since < (sinceOf.get(alert.objectId) ?? 0n)) sinceOf.set(alert.objectId, since);
    }
    const ends = decoded.ends.map((end) => ({ ...end, since: sinceOf.get(end.objectId) ?? 0n }));
    return { decoded: { ...decoded, ends }, isDeep: true };
  }

  /**
   * Takes note of a batch that was not deep.
   *
   * @param reached objects of which filters came to older history, of so many
   */
  note(reached: number, objects: number): void {
    if (objects === 0) return;
    const now = reached / objects;
    this.share = INERTIA * (this.share ?? now) + (1 - INERTIA) * now;
  }
}
