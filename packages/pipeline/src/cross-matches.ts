import type { Alert, LazyMatches } from '@fritz/surveys';

/** What an object of a programme was newly matched with, to be stored. */
export interface NewMatches {
  readonly objectId: string;
  readonly programId: number;
  /** The catalogs that were asked, in their versions. */
  readonly listId: number;
  /** `{catalog: [documents]}` as JSON text, without the catalogs that have none. */
  readonly found: string;
}

/** The matches of a batch's objects. */
export interface BatchMatches {
  /**
   * The list of catalogs by which objects were matched: the batch may be stored while it is in force;
   * null where there never was a catalog.
   */
  readonly listId: number | null;
  /** Of objects that were not matched with all of the list before. */
  readonly fresh: readonly NewMatches[];
  /** Objects that are matched with the rest later: a catalog's files could not be read. */
  readonly lacking: readonly Pick<NewMatches, 'objectId' | 'programId'>[];
  /** What filters see of an alert's object; null where no catalog is matched, or nobody reads it. */
  of(alert: Alert): LazyMatches | null;
}

/** Which alerts' objects are matched, and for whom. */
export interface MatchRequest {
  /** In the order of time: an object is matched at the place of the first. */
  readonly alerts: readonly Alert[];
  /** Whether any filter reads `cross_matches`. */
  readonly isRead: boolean;
  /** What batches before this one are about to store. */
  readonly ahead: readonly NewMatches[];
}

/** Matches the objects of alerts with catalogs. */
export interface CrossMatcher {
  match(request: MatchRequest): Promise<BatchMatches>;
  /** Makes the next `match` look which catalogs there are. */
  forget(): void;
}
