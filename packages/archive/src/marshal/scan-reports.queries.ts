import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { Span } from './source-conditions.ts';

/** What a report is to be of. */
export interface ScanReportWish {
  groupIds: readonly number[];
  audienceId: number;
  /** When the candidates passed, and when they were saved or rejected. */
  passed: Span<Date>;
  decided: Span<Date>;
  withRejected: boolean;
  /** As they are kept. */
  options: Record<string, unknown>;
}

export interface ScanReportRow {
  id: number;
  author_id: number;
  author: string;
  audience_id: number;
  options: Record<string, unknown>;
  created_at: Date;
  modified_at: Date;
  items: number;
  may_delete: boolean;
}

const columns = `r.id, r.author_id, u.username AS author, r.audience_id, r.options, r.created_at,
  r.modified_at, (SELECT count(*)::int FROM scan_report_items i WHERE i.report_id = r.id) AS items,
  viewer_has('Comment') AND (r.author_id = (SELECT viewer_id()) OR viewer_administers(r.audience_id))
    AS may_delete`;

/** A page of the reports that the viewer sees, newest first, and how many there are. */
export async function pageOfScanReports(
  tx: ViewerTx,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: ScanReportRow[] }> {
  const [counted] = await tx.query<{ total: number }>(
    'SELECT count(*)::int AS total FROM scan_reports',
  );
  const rows = await tx.query<ScanReportRow & Record<string, unknown>>(
    `SELECT ${columns} FROM scan_reports r JOIN users u ON u.id = r.author_id
      ORDER BY r.created_at DESC, r.id DESC LIMIT $1 OFFSET $2`,
    [page.limit, page.offset],
  );
  return { total: counted?.total ?? 0, rows };
}

/** One report; null where the viewer does not see it. */
export async function findScanReport(tx: ViewerTx, id: number): Promise<ScanReportRow | null> {
  const [row] = await tx.query<ScanReportRow & Record<string, unknown>>(
    `SELECT ${columns} FROM scan_reports r JOIN users u ON u.id = r.author_id WHERE r.id = $1`,
    [id],
  );
  return row ?? null;
}

/** A report that the viewer sees, for the same groups and of the same. */
export async function findSameReport(
  tx: ViewerTx,
  { audienceId, options }: Pick<ScanReportWish, 'audienceId' | 'options'>,
): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(
    'SELECT id FROM scan_reports WHERE audience_id = $1 AND options = $2::jsonb ORDER BY id LIMIT 1',
    [audienceId, JSON.stringify(options)],
  );
  return row?.id ?? null;
}

/** Of candidates of these groups' filters that the viewer sees. */
const passing = `EXISTS (SELECT FROM candidates c JOIN filters f ON f.id = c.filter_id
  WHERE c.obj_id = d.obj_id AND f.group_id = ANY ($2)
    AND ($3::timestamptz IS NULL OR c.passed_at >= $3) AND ($4::timestamptz IS NULL OR c.passed_at <= $4))`;
const within = (time: string) =>
  `($5::timestamptz IS NULL OR ${time} >= $5) AND ($6::timestamptz IS NULL OR ${time} <= $6)`;

/** Makes a report as the viewer; returns how many objects are in it. */
export async function addScanReport(
  tx: ViewerTx,
  wish: ScanReportWish,
): Promise<{ id: number; items: number }> {
  const [made] = await tx.query<{ id: number }>(
    `INSERT INTO scan_reports (author_id, audience_id, options)
     VALUES (viewer_id(), $1, $2) RETURNING id`,
    [wish.audienceId, JSON.stringify(wish.options)],
  );
  if (!made) throw new Error('the new report is not seen by its author');
  const { passed, decided } = wish;
  const asked = [
    ...[made.id, [...wish.groupIds], passed.from, passed.to, decided.from, decided.to],
  ];
  const saved = await tx.query(
    `INSERT INTO scan_report_items (report_id, obj_id, decision)
     SELECT DISTINCT $1::int, d.obj_id, 'saved' FROM sources d
      WHERE d.group_id = ANY ($2) AND d.active AND ${within('d.saved_at')} AND ${passing}
      ORDER BY d.obj_id RETURNING id`,
    asked,
  );
  await tx.query(
    `INSERT INTO scan_report_saves (item_id, group_id, saved_by, saved_at)
     SELECT i.id, s.group_id, s.saved_by, s.saved_at
       FROM scan_report_items i JOIN sources s ON s.obj_id = i.obj_id
      WHERE i.report_id = $1 AND s.group_id = ANY ($2) AND s.active
        AND ($3::timestamptz IS NULL OR s.saved_at >= $3)
        AND ($4::timestamptz IS NULL OR s.saved_at <= $4)`,
    [made.id, [...wish.groupIds], decided.from, decided.to],
  );
  if (!wish.withRejected) return { id: made.id, items: saved.length };
  const rejected = await tx.query(
    `INSERT INTO scan_report_items (report_id, obj_id, decision)
     SELECT $1::int, d.obj_id, 'rejected' FROM listings d
      WHERE d.list_name = 'rejected_candidates' AND ${within('d.created_at')} AND ${passing}
        AND EXISTS (SELECT FROM objs o WHERE o.id = d.obj_id)
      ORDER BY d.obj_id
     ON CONFLICT DO NOTHING RETURNING id`,
    asked,
  );
  return { id: made.id, items: saved.length + rejected.length };
}

/** Deletes a report; false where it is not the viewer's to delete. */
export async function deleteScanReport(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM scan_reports WHERE id = $1 RETURNING id', [id])).length > 0;
}

/** An object of a report, with what the viewer sees of it as of when the report was made. */
export interface ScanReportItemRow {
  id: number;
  report_id: number;
  obj_id: string;
  decision: 'saved' | 'rejected';
  comment: string | null;
  modified_at: Date;
  tns_name: string | null;
  redshift: number | null;
  first_detected_mjd: number | null;
  last_detected_flux_ujy: number | null;
  last_detected_band: string | null;
  saved: { saved_at: Date; saved_by: string | null; group: string }[];
}

const detection = 'p.flux_ujy > 3 * p.fluxerr_ujy AND p.fluxerr_ujy > 0';

/** The objects of a report. `untilMjd`: when it was made. */
export async function listScanReportItems(
  tx: ViewerTx,
  report: { id: number; untilMjd: number },
): Promise<ScanReportItemRow[]> {
  const rows = await tx.query<Omit<ScanReportItemRow, 'saved'> & Record<string, unknown>>(
    `SELECT i.id, i.report_id, i.obj_id, i.decision, i.modified_at, o.tns_name, o.redshift,
            coalesce(i.comment, (SELECT c.text FROM comments c
              WHERE c.subject_type = 'sources' AND c.subject_id = i.obj_id AND NOT c.bot
                AND c.author_id = r.author_id AND c.created_at <= r.created_at
              ORDER BY c.created_at DESC, c.id DESC LIMIT 1)) AS comment,
            seen.first_mjd AS first_detected_mjd, last.flux_ujy AS last_detected_flux_ujy,
            last.band AS last_detected_band
       FROM scan_report_items i JOIN scan_reports r ON r.id = i.report_id
       JOIN objs o ON o.id = i.obj_id
       CROSS JOIN LATERAL (SELECT min(p.mjd) AS first_mjd FROM photometry p
          WHERE p.obj_id = i.obj_id AND p.mjd <= $2 AND ${detection}) AS seen
       LEFT JOIN LATERAL (SELECT p.flux_ujy, p.band FROM photometry p
          WHERE p.obj_id = i.obj_id AND p.mjd <= $2 AND ${detection}
          ORDER BY p.mjd DESC, p.id DESC LIMIT 1) AS last ON true
      WHERE i.report_id = $1 ORDER BY i.decision DESC, i.obj_id`,
    [report.id, report.untilMjd],
  );
  const saves = Map.groupBy(await listSaves(tx, report.id), (save) => save.item_id);
  return rows.map((row) => ({ ...row, saved: saves.get(row.id) ?? [] }));
}

interface SaveRow {
  item_id: number;
  saved_at: Date;
  saved_by: string | null;
  group: string;
}

function listSaves(tx: ViewerTx, reportId: number): Promise<SaveRow[]> {
  return tx.query<SaveRow & Record<string, unknown>>(
    `SELECT s.item_id, s.saved_at, u.username AS saved_by, g.name AS group
       FROM scan_report_saves s JOIN scan_report_items i ON i.id = s.item_id
       JOIN groups g ON g.id = s.group_id LEFT JOIN users u ON u.id = s.saved_by
      WHERE i.report_id = $1 ORDER BY s.saved_at, g.id`,
    [reportId],
  );
}

/** Sets what is said of an object of a report; false where there is no such one. */
export async function commentScanReportItem(
  tx: ViewerTx,
  item: { reportId: number; id: number; comment: string },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE scan_report_items SET comment = $3, commented_by = viewer_id(), modified_at = now()
      WHERE id = $1 AND report_id = $2 RETURNING id`,
    [item.id, item.reportId, item.comment],
  );
  return rows.length > 0;
}
