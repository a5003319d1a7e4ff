/**
 * Light curves of data releases, as whoever reads them may rely on.
 *
 * - A row of `archive_releases` per release, by its name, `ZTF_sources_20240117`. `state = 'ready'` alone
 *   can be read; of each kind one may be current, which is meant where none is named.
 * - The points of a light curve are rows of `archive_light_curves`, one a programme, each under its
 *   programme's audience; `packPoints` says what is in them.
 * - What was computed of light curves is in `archive_curve_values`, under the audience of the programme
 *   that it needed.
 * - A release of the store `hats` has its rows in files instead, a folder a programme: `archive_parts`
 *   tells of them, under the programme's audience.
 * - Rows of a release are a partition of their own in the schema `fritz_archive`, made by the owner's
 *   role, sorted by place, and attached when they are whole.
 */

export type ReleaseKind = 'light_curves' | 'features' | 'classifications';

export const RELEASE_KINDS: readonly ReleaseKind[] = [
  'light_curves',
  'features',
  'classifications',
];

export type ReleaseStore = 'postgres' | 'hats';

/** What a release may be called. */
export const releaseName = /^[A-Za-z0-9][A-Za-z0-9_]{0,59}$/;

export interface Release {
  readonly id: number;
  readonly name: string;
  readonly kind: ReleaseKind;
  readonly survey: string;
  readonly state: 'loading' | 'ready';
  /** Whether its rows are a partition of the database, or files in HATS layout. */
  readonly store: ReleaseStore;
  readonly isCurrent: boolean;
  /** Names of the values of features and classifications. */
  readonly columns: readonly string[];
  /** Light curves, or rows of values. */
  readonly rows: bigint;
  readonly points: bigint;
  readonly refused: bigint;
  readonly loadedAt: Date | null;
}

/** What a `Release` is made of. */
export const SELECT_RELEASES = `SELECT id, name, kind, survey, state, store, is_current AS "isCurrent", columns,
    rows, points, refused, loaded_at AS "loadedAt" FROM fritz.archive_releases`;

/** The table whose partitions hold a kind of release. */
export function parentTable(kind: ReleaseKind): string {
  return kind === 'light_curves' ? 'fritz.archive_light_curves' : 'fritz.archive_curve_values';
}

/** The partition of a release. */
export function releaseTable({ id }: Pick<Release, 'id'>): string {
  return `fritz_archive.release_${id}`;
}

/** Where its rows are while it is loaded. */
export function loadTable({ id }: Pick<Release, 'id'>): string {
  return `fritz_archive.load_${id}`;
}
