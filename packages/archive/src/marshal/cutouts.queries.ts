import { SURVEYS } from '@fritz/surveys';
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

/**
 * A stamp of an alert; null where the alert has none or the viewer may not see it. Of two surveys'
 * alerts of one number the first survey's is meant.
 */
export async function findCutout(
  tx: ViewerTx,
  candid: bigint,
  kind: StoredCutoutKind,
): Promise<CutoutRow | null> {
  for (const { name } of SURVEYS) {
    const [row] = await tx.query<{ bytes: Buffer | null; file_name: string | null }>(
      `SELECT ${columns[kind]} FROM ${name}_cutouts WHERE candid = $1`,
      [candid],
    );
    if (row?.bytes) return { bytes: row.bytes, file_name: row.file_name };
  }
  return null;
}
