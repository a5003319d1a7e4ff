import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { SpectrumPoints, SpectrumType, SpectrumUnits } from './spectra.queries.ts';

/** Who had to do with a spectrum: ids of users, in the order in which they were named. */
export interface SpectrumCrew {
  pi: readonly number[];
  reducer: readonly number[];
  observer: readonly number[];
}

/** What a spectrum says, besides whose it is. */
export interface SpectrumFields extends SpectrumPoints {
  instrument_id: number;
  observed_at: Date;
  type: SpectrumType;
  label: string | null;
  origin: string | null;
  units: SpectrumUnits | null;
  /** A JSON object as text. */
  altdata: string | null;
  external_pi: string | null;
  external_reducer: string | null;
  external_observer: string | null;
  followup_request_id: number | null;
  assignment_id: number | null;
}

/** A spectrum to be stored. */
export interface NewSpectrum extends SpectrumFields {
  obj_id: string;
  audience_id: number;
  original_file_filename: string | null;
}

const columns = [
  'obj_id',
  'instrument_id',
  'observed_at',
  'type',
  'label',
  'origin',
  'units',
  'wavelengths',
  'fluxes',
  'errors',
  'altdata',
  'external_pi',
  'external_reducer',
  'external_observer',
  'followup_request_id',
  'assignment_id',
  'original_file_filename',
  'audience_id',
] as const;

/** Stores a spectrum of the viewer's. */
export async function insertSpectrum(tx: ViewerTx, spectrum: NewSpectrum): Promise<number> {
  const places = columns.map((_, i) => `$${i + 1}`).join(', ');
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO spectra (${columns.join(', ')}, owner_id) VALUES (${places}, viewer_id())
     RETURNING id`,
    columns.map((column) => spectrum[column]),
  );
  if (!row) throw new Error('the new spectrum is not seen by its owner');
  return row.id;
}

/** What of a spectrum may be changed; what is absent stays. */
export type SpectrumChange = Partial<SpectrumFields & { audience_id: number }>;

/** Changes a spectrum; false where the viewer may not. */
export async function updateSpectrum(
  tx: ViewerTx,
  id: number,
  change: SpectrumChange,
): Promise<boolean> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  const settings = entries.map(([column], i) => `${column} = $${i + 2}`);
  const rows = await tx.query<{ id: number }>(
    `UPDATE spectra SET ${[...settings, 'modified_at = now()'].join(', ')} WHERE id = $1 RETURNING id`,
    [id, ...entries.map(([, value]) => value)],
  );
  return rows.length === 1;
}

/** Deletes a spectrum with all that belongs to it; false where the viewer may not. */
export async function deleteSpectrum(tx: ViewerTx, id: number): Promise<boolean> {
  const rows = await tx.query<{ id: number }>('DELETE FROM spectra WHERE id = $1 RETURNING id', [
    id,
  ]);
  return rows.length === 1;
}

/** Names who had to do with a spectrum, in one role, in place of those who were named before. */
export async function replaceSpectrumPeople(
  tx: ViewerTx,
  id: number,
  role: keyof SpectrumCrew,
  userIds: readonly number[],
): Promise<void> {
  await tx.query('DELETE FROM spectrum_people WHERE spectrum_id = $1 AND role = $2', [id, role]);
  await tx.query(
    `INSERT INTO spectrum_people (spectrum_id, role, user_id, place)
     SELECT $1, $2, u.id, u.place FROM unnest($3::int[]) WITH ORDINALITY AS u (id, place)`,
    [id, role, [...userIds]],
  );
}

/** Keeps the file that a spectrum came in. */
export async function insertSpectrumFile(
  tx: ViewerTx,
  id: number,
  content: Uint8Array,
): Promise<void> {
  await tx.query('INSERT INTO spectrum_files (spectrum_id, content) VALUES ($1, $2)', [
    id,
    Buffer.from(content),
  ]);
}

/** The group of the viewer alone; null where he has none. */
export async function findOwnGroup(tx: ViewerTx): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(
    'SELECT id FROM groups WHERE single_user_id = viewer_id()',
  );
  return row?.id ?? null;
}

/**
 * Gives a spectrum to more groups, besides those that have it; false where they all have it already.
 * The database refuses who may not.
 */
export async function shareSpectrum(
  tx: ViewerTx,
  id: number,
  groupIds: readonly number[],
): Promise<boolean> {
  // A statement of its own: policies look at the audiences that were there when theirs began.
  const [target] = await tx.query<{ audience_id: number | null }>(
    'SELECT wider_spectrum_audience($1, $2) AS audience_id',
    [id, [...groupIds]],
  );
  const rows = await tx.query<{ id: number }>(
    `UPDATE spectra SET audience_id = $2, modified_at = now()
      WHERE id = $1 AND audience_id <> $2 RETURNING id`,
    [id, target?.audience_id],
  );
  return rows.length > 0;
}
