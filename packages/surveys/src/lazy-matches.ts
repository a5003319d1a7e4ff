/** An object's matches in catalogs, made when a filter reads them. */
export interface LazyMatches {
  /** `cross_matches` of the document: {catalog: [documents]}, the same object at each call. */
  read(): Readonly<Record<string, readonly unknown[]>>;
}

const MATCHES = Symbol('matches to be made');

interface MatchedDocument {
  readonly [MATCHES]: LazyMatches;
}

// The same accessor on every document, as for histories.
const CROSS_MATCHES: PropertyDescriptor & ThisType<MatchedDocument> = {
  enumerable: true,
  get() {
    return this[MATCHES].read();
  },
};

/** Gives a document, which has the field already, the matches of its object. */
export function addLazyMatches(document: Record<string, unknown>, matches: LazyMatches): void {
  Object.defineProperty(document, MATCHES, { value: matches });
  Object.defineProperty(document, 'cross_matches', CROSS_MATCHES);
}
