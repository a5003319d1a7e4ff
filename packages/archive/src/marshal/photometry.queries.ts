import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A point of photometry: µJy, AB zero point 23.9. */
export interface PhotometryRow {
  id: bigint;
  obj_id: string;
  instrument: string;
  /** null: an instrument that nobody has declared. */
  instrument_id: number | null;
  origin: string;
  band: string;
  mjd: number;
  exptime_s: number | null;
  flux_ujy: number | null;
  fluxerr_ujy: number | null;
  ref_flux_ujy: number | null;
  ref_fluxerr_ujy: number | null;
  limiting_mag: number | null;
  limiting_mag_nsigma: number | null;
  ra: number | null;
  dec: number | null;
  ra_unc: number | null;
  dec_unc: number | null;
  candid: bigint | null;
  altdata: Record<string, unknown> | null;
  /** The limit in the uploader's own magnitude system. */
  given: GivenWords | null;
  upload_id: string | null;
  owner_id: number | null;
  audience_id: number;
  created_at: Date;
}

/** A limiting magnitude as it was given. */
export interface GivenLimit {
  magsys: string;
  limiting_mag: number;
  limiting_mag_nsigma: number;
}

/** What was given beside the measurement: the limit, and what the point was asked for by. */
export interface GivenWords extends Partial<GivenLimit> {
  followup_request_id?: number;
  assignment_id?: number;
}

const columns = `p.id, p.obj_id, p.instrument, i.id AS instrument_id, p.origin, p.band, p.mjd,
  p.exptime_s, p.flux_ujy, p.fluxerr_ujy, p.ref_flux_ujy, p.ref_fluxerr_ujy, p.limiting_mag,
  p.limiting_mag_nsigma, p.ra, p.dec, p.ra_unc, p.dec_unc, p.candid, p.altdata, p.given, p.upload_id,
  p.owner_id, p.audience_id, p.created_at`;
const tables = 'photometry p LEFT JOIN instruments i ON i.name = p.instrument';

type Row = PhotometryRow & Record<string, unknown>;

/** The points of an object that the viewer may see, by time. */
export function listPhotometry(tx: ViewerTx, objId: string): Promise<PhotometryRow[]> {
  return tx.query<Row>(
    `SELECT ${columns} FROM ${tables} WHERE p.obj_id = $1 ORDER BY p.mjd, p.id`,
    [objId],
  );
}

/** The points of several objects that the viewer may see, each object's by time. */
export async function listPhotometryOf(
  tx: ViewerTx,
  objIds: readonly string[],
): Promise<Map<string, PhotometryRow[]>> {
  const rows = await tx.query<Row>(
    `SELECT ${columns} FROM ${tables} WHERE p.obj_id = ANY ($1) ORDER BY p.obj_id, p.mjd, p.id`,
    [objIds],
  );
  return Map.groupBy(rows, (row) => row.obj_id);
}

/** One point; null where the viewer does not see it. */
export async function findPhotometryPoint(tx: ViewerTx, id: bigint): Promise<PhotometryRow | null> {
  const [row] = await tx.query<Row>(`SELECT ${columns} FROM ${tables} WHERE p.id = $1`, [id]);
  return row ?? null;
}

/** A span of time, MJD UTC, and the instruments that matter; null: open, and any. */
export interface PhotometrySpan {
  fromMjd: number | null;
  toMjd: number | null;
  instrumentIds: readonly number[] | null;
  limit: number;
}

/** The points of a span of time that the viewer may see, by time. */
export function listPhotometryRange(tx: ViewerTx, span: PhotometrySpan): Promise<PhotometryRow[]> {
  return tx.query<Row>(
    `SELECT ${columns} FROM ${tables}
      WHERE p.mjd >= $1 AND p.mjd <= $2
        AND ($3::integer[] IS NULL OR p.instrument = ANY (ARRAY(
          SELECT n.name FROM instruments n WHERE n.id = ANY ($3))))
      ORDER BY p.mjd, p.id LIMIT $4`,
    [
      span.fromMjd ?? '-Infinity',
      span.toMjd ?? 'Infinity',
      span.instrumentIds && [...span.instrumentIds],
      span.limit,
    ],
  );
}

/** The origins of photometry that the viewer may see: of uploads, and of streams' points. */
export async function listPhotometryOrigins(tx: ViewerTx): Promise<string[]> {
  // From one origin to the next in the index, however many points each of them has.
  const rows = await tx.query<{ origin: string }>(
    `WITH RECURSIVE origins (origin) AS (
       (SELECT p.origin FROM photometry p WHERE p.upload_id IS NOT NULL ORDER BY p.origin LIMIT 1)
       UNION ALL
       SELECT (SELECT p.origin FROM photometry p
                WHERE p.upload_id IS NOT NULL AND p.origin > o.origin ORDER BY p.origin LIMIT 1)
         FROM origins o WHERE o.origin IS NOT NULL)
     SELECT origin FROM origins WHERE origin <> ''
     UNION
     SELECT unnest(ARRAY['alert', 'alert_fp']) FROM audiences a
      WHERE a.survey IS NOT NULL AND a.id IN (SELECT visible_audiences())
     ORDER BY 1`,
  );
  return rows.map(({ origin }) => origin);
}

/** What a point is changed to. */
export type PhotometryChange = Pick<
  PhotometryRow,
  | 'instrument'
  | 'origin'
  | 'band'
  | 'mjd'
  | 'exptime_s'
  | 'flux_ujy'
  | 'fluxerr_ujy'
  | 'ref_flux_ujy'
  | 'ref_fluxerr_ujy'
  | 'limiting_mag'
  | 'limiting_mag_nsigma'
  | 'ra'
  | 'dec'
  | 'ra_unc'
  | 'dec_unc'
> & { altdata: string | null; given: string | null };

/** Changes a point; false where the viewer may not. */
export async function updatePhotometryPoint(
  tx: ViewerTx,
  id: bigint,
  change: PhotometryChange,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('photometry')
    .set({ ...change, modified_at: new Date() })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Which points to delete. */
export type PhotometrySelection = { id: bigint } | { objId: string } | { uploadId: string };

/** Deletes those of these points that the viewer may delete; returns how many. */
export async function deletePhotometry(
  tx: ViewerTx,
  selection: PhotometrySelection,
): Promise<number> {
  const [column, value] =
    'id' in selection
      ? ['id', selection.id]
      : 'objId' in selection
        ? ['obj_id', selection.objId]
        : ['upload_id', selection.uploadId];
  const [row] = await tx.query<{ deleted: number }>(
    `WITH gone AS (DELETE FROM photometry WHERE ${column} = $1 RETURNING id)
     SELECT count(*)::integer AS deleted FROM gone`,
    [value],
  );
  return row?.deleted ?? 0;
}

/** Whether the viewer sees a point of this upload. */
export async function seesUpload(tx: ViewerTx, uploadId: string): Promise<boolean> {
  const rows = await tx.query('SELECT FROM photometry WHERE upload_id = $1 LIMIT 1', [uploadId]);
  return rows.length > 0;
}

/** Something that has a name, and its id. */
export interface Named {
  id: number;
  name: string;
}

/** Which groups and streams see the points of an audience, as far as the viewer knows of them. */
export interface AudienceNames {
  audience_id: number;
  groups: Named[];
  streams: Named[];
}

/** The groups and streams of these audiences; the streams of a programme's are its survey's. */
export function nameAudiences(
  tx: ViewerTx,
  audienceIds: readonly number[],
): Promise<AudienceNames[]> {
  return tx.query<AudienceNames & Record<string, unknown>>(
    `SELECT a.id AS audience_id,
            coalesce((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) ORDER BY g.id)
                        FROM audience_groups ag JOIN groups g ON g.id = ag.group_id
                       WHERE ag.audience_id = a.id), '[]') AS groups,
            coalesce((SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) ORDER BY s.id)
                        FROM streams s
                       WHERE s.id IN (SELECT ast.stream_id FROM audience_streams ast
                                       WHERE ast.audience_id = a.id)
                          OR (s.survey = a.survey AND a.program_id = ANY (s.program_ids))), '[]')
              AS streams
       FROM audiences a WHERE a.id = ANY ($1)`,
    [[...audienceIds]],
  );
}

/** A user as the owner of something. */
export interface OwnerRow {
  id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
}

/** These users, as far as the viewer knows of them. */
export function listOwners(tx: ViewerTx, ids: readonly number[]): Promise<OwnerRow[]> {
  return tx.query<OwnerRow & Record<string, unknown>>(
    'SELECT id, username, first_name, last_name FROM users WHERE id = ANY ($1)',
    [[...ids]],
  );
}
