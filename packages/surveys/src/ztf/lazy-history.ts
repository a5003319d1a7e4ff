/** How to make the histories of a document; null for one that nobody reads. */
export interface HistoryMakers {
  readonly detections: (() => readonly unknown[]) | null;
  /** Absent for a survey without forced photometry. */
  readonly forced?: (() => readonly unknown[]) | null;
  /** Absent for a survey whose documents have none. */
  readonly properties?: () => Readonly<Record<string, unknown>>;
}

interface Pending extends HistoryMakers {
  madeProperties: Readonly<Record<string, unknown>> | null;
  madeDetections: readonly unknown[] | null;
  madeForced: readonly unknown[] | null;
}

const PENDING = Symbol('history to be made');

interface LazyDocument {
  readonly [PENDING]: Pending;
}

// The same accessors on every document: a getter of its own would give each document a hidden
// class of its own, which costs more than the history does.
const DETECTIONS: PropertyDescriptor & ThisType<LazyDocument> = {
  enumerable: true,
  get() {
    const pending = this[PENDING];
    pending.madeDetections ??= pending.detections?.() ?? [];
    return pending.madeDetections;
  },
};
const FORCED: PropertyDescriptor & ThisType<LazyDocument> = {
  enumerable: true,
  get() {
    const pending = this[PENDING];
    pending.madeForced ??= pending.forced?.() ?? [];
    return pending.madeForced;
  },
};
const PROPERTIES: PropertyDescriptor & ThisType<LazyDocument> = {
  enumerable: true,
  get() {
    const pending = this[PENDING];
    pending.madeProperties ??= pending.properties?.() ?? null;
    return pending.madeProperties;
  },
};

/**
 * Gives a document `prv_candidates` and `fp_hists` that are made when they are first read, and
 * `properties` where its survey has them: most filters cut on the candidate before they look at
 * its history.
 */
export function addLazyHistory(document: Record<string, unknown>, makers: HistoryMakers): void {
  const pending: Pending = {
    ...makers,
    madeDetections: null,
    madeForced: null,
    madeProperties: null,
  };
  Object.defineProperty(document, PENDING, { value: pending });
  // Both, whoever reads them: a filter's output leaves out what its document has.
  Object.defineProperty(document, 'prv_candidates', DETECTIONS);
  if (makers.forced !== undefined) Object.defineProperty(document, 'fp_hists', FORCED);
  if (makers.properties) Object.defineProperty(document, 'properties', PROPERTIES);
}
