import { SURVEYS, surveyNamed } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** One of an alert's three stamps. */
export type StoredCutoutKind = 'science' | 'template' | 'difference';

/** A stamp as the survey sent it: a gzipped FITS file and its name. */
export interface CutoutRow {
  bytes: Buffer;
  file_name: string | null;
}

const columns: Record<StoredCutoutKind, string> = {
  science: 'science AS bytes, science_name AS file_name',
  template: 'template AS bytes, template_name AS file_name',
  difference: 'difference AS bytes, difference_name AS file_name',
};

/** The surveys that have an alert of this number which the viewer may see. */
export async function surveysOfCandid(tx: ViewerTx, candid: bigint): Promise<string[]> {
  const ofEach = SURVEYS.map(
    ({ name }) => `SELECT '${name}' AS survey FROM ${name}_cutouts WHERE candid = $1`,
  );
  const rows = await tx.query<{ survey: string }>(ofEach.join(' UNION ALL '), [candid]);
  return rows.map(({ survey }) => survey);
}

/** A stamp of a survey's alert; null where the alert has none or the viewer may not see it. */
export async function findCutout(
  tx: ViewerTx,
  survey: string,
  candid: bigint,
  kind: StoredCutoutKind,
): Promise<CutoutRow | null> {
  const { name } = surveyNamed(survey);
  const [row] = await tx.query<{ bytes: Buffer | null; file_name: string | null }>(
    `SELECT ${columns[kind]} FROM ${name}_cutouts WHERE candid = $1`,
    [candid],
  );
  return row?.bytes ? { bytes: row.bytes, file_name: row.file_name } : null;
}
