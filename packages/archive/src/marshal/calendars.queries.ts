import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A run as a calendar tells of it. */
export interface CalendarRun {
  id: number;
  /** YYYY-MM-DD. */
  calendar_date: string;
  duration: number;
  ends_at: Date;
  pi: string | null;
  observers: string | null;
  modified_at: Date;
  instrument: string;
  telescope: string;
  lat: number | null;
  lon: number | null;
  elevation_m: number | null;
  fixed_location: boolean;
}

/** When the address of the viewer's calendar was made; null: he has none. */
export async function findCalendar(tx: ViewerTx): Promise<Date | null> {
  const [row] = await tx.query<{ created_at: Date }>('SELECT created_at FROM calendar_keys');
  return row?.created_at ?? null;
}

/** Makes a key of the viewer's calendar; null where the key in hand is narrower than he is. */
export async function makeCalendarKey(tx: ViewerTx): Promise<string | null> {
  const [row] = await tx.query<{ key: string | null }>('SELECT make_calendar_key() AS key');
  return row?.key ?? null;
}

/** Ends the key of the viewer's calendar. */
export async function endCalendar(tx: ViewerTx): Promise<void> {
  await tx.query('DELETE FROM calendar_keys WHERE user_id = viewer_id()');
}

/** What is in a calendar, for whoever has its key; null where there is no such calendar. */
export async function readCalendarRuns(tx: ViewerTx, key: string): Promise<CalendarRun[] | null> {
  const [found] = await tx.query<{ is: boolean }>('SELECT is_calendar($1) AS is', [key]);
  if (!found?.is) return null;
  return tx.query<CalendarRun & pg.QueryResultRow>('SELECT * FROM calendar_runs($1)', [key]);
}
