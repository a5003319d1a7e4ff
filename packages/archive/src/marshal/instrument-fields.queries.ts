import { stringifyExact } from '@fritz/contract';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A field of an instrument's grid; outlines only where they were asked for. */
export interface InstrumentFieldRow {
  id: number;
  instrument_id: number;
  field_id: number;
  ra: number;
  dec: number;
  contour?: Record<string, unknown>;
  contour_summary?: Record<string, unknown>;
}

/** The fields of instruments, with the one or the other outline. */
export function listInstrumentFields(
  tx: ViewerTx,
  instrumentIds: readonly number[],
  outline: 'contour' | 'contour_summary',
): Promise<InstrumentFieldRow[]> {
  return tx.query<InstrumentFieldRow>(
    `SELECT id, instrument_id, field_id, ra, dec, ${outline} FROM instrument_fields
      WHERE instrument_id = ANY ($1) ORDER BY instrument_id, field_id`,
    [[...instrumentIds]],
  );
}

/** How many fields an instrument's grid has. */
export async function countInstrumentFields(tx: ViewerTx, id: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM instrument_fields WHERE instrument_id = $1',
    [id],
  );
  return row?.count ?? 0;
}

/** A field to be kept. */
export interface NewInstrumentField {
  field_id: number;
  ra: number;
  dec: number;
  contour: unknown;
  contour_summary: unknown;
}

/** Fields a statement: an outline of ZTF's 64 quadrants is some 8 kB. */
const CHUNK = 500;

/** Replaces the fields of an instrument's grid. */
export async function replaceInstrumentFields(
  tx: ViewerTx,
  id: number,
  fields: readonly NewInstrumentField[],
): Promise<void> {
  await tx.query('DELETE FROM instrument_fields WHERE instrument_id = $1', [id]);
  for (let start = 0; start < fields.length; start += CHUNK) {
    await tx.query(
      `INSERT INTO instrument_fields (instrument_id, field_id, ra, dec, contour, contour_summary)
        SELECT $1::int, f.field_id, f.ra, f.dec, f.contour, f.contour_summary
        FROM jsonb_to_recordset($2::jsonb) AS f (field_id int, ra float8, dec float8, contour jsonb,
          contour_summary jsonb)`,
      [id, stringifyExact(fields.slice(start, start + CHUNK))],
    );
  }
}

/** What an instrument told of a span of time. */
export interface InstrumentLogRow {
  id: number;
  instrument_id: number;
  start_date: Date;
  end_date: Date;
  log: unknown;
}

/** The logs of an instrument that touch a span of time, in order. */
export function listInstrumentLogs(
  tx: ViewerTx,
  id: number,
  from: Date,
  to: Date,
): Promise<InstrumentLogRow[]> {
  return tx.query<InstrumentLogRow>(
    `SELECT id, instrument_id, start_date, end_date, log FROM instrument_logs
      WHERE instrument_id = $1 AND start_date <= $3 AND end_date >= $2 ORDER BY start_date, id`,
    [id, from, to],
  );
}

/** Keeps a log; one of the same span is replaced. */
export async function keepInstrumentLog(
  tx: ViewerTx,
  id: number,
  entry: { from: Date; to: Date; log: unknown },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO instrument_logs (instrument_id, start_date, end_date, log) VALUES ($1, $2, $3, $4)
      ON CONFLICT (instrument_id, start_date, end_date) DO UPDATE SET log = excluded.log RETURNING id`,
    [id, entry.from, entry.to, stringifyExact(entry.log)],
  );
  if (!row) throw new Error('no log was kept');
  return row.id;
}
