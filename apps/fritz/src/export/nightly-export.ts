import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type DatabaseRoles, type ExportKind, HatsError } from '@fritz/archive';
import { dateToMjd, mjdToDate } from '@fritz/sky';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { exportSurvey } from './export-survey.ts';

export interface NightlyExport {
  readonly folder: string;
  /** Null: the programmes that are everybody's. */
  readonly programs: readonly number[] | null;
}

/** As the settings have it. */
export function nightlyOf({
  exportFolder: folder,
  exportPrograms: programs,
}: Pick<Config, 'exportFolder' | 'exportPrograms'>): NightlyExport | null {
  return folder === null ? null : { folder, programs };
}

export interface NightlyOptions {
  readonly broker: DatabaseRoles['broker'];
  readonly survey: string;
  readonly log: Log;
  readonly now?: () => Date;
}

const KINDS: readonly ExportKind[] = ['alerts', 'light-curves'];
/** Nights of a stop of so many days are made up for. */
const BACK_NIGHTS = 7;
/** What came in the last minutes of a night is stored by then. */
const SETTLED_DAYS = 1 / 24;
const LOOK_EVERY_MS = 600_000;
const MARGIN_ARCSEC = 10;

/** A night's name is its UT date, as surveys have it. */
export function nightName(mjd: number): string {
  return mjdToDate(mjd).toISOString().slice(0, 10).replaceAll('-', '');
}

/** The span of the night of a UT date. */
export function spanOfNight(name: string): { fromMjd: number; toMjd: number } {
  const iso = name.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const fromMjd = dateToMjd(new Date(`${iso}T00:00:00Z`));
  return { fromMjd, toMjd: fromMjd + 1 };
}

/**
 * Writes each night that is over, when it is not there yet, below the folder: `ztf/alerts/20240117`.
 * @returns ends it, when what is being written has come to a place where it can be gone on with
 */
export function exportNightly(
  options: NightlyOptions,
  nightly: NightlyExport | null,
): () => Promise<void> {
  if (nightly === null) return async () => {};
  const stopping = new AbortController();
  const { signal } = stopping;
  const work = async () => {
    while (!signal.aborted) {
      try {
        await exportMissingNights(options, nightly, signal);
      } catch (error) {
        if (!signal.aborted) options.log.warn({ error }, 'a night was not exported; tried again');
      }
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
    }
  };
  const done = work();
  return async () => {
    stopping.abort();
    await done;
  };
}

/** Nights that had no alert, so that they are not looked at again by this process. */
const empty = new Set<string>();

/** The nights that were written. */
export async function exportMissingNights(
  { broker, survey, log, now = () => new Date() }: NightlyOptions,
  { folder, programs }: NightlyExport,
  signal?: AbortSignal,
): Promise<string[]> {
  const today = Math.floor(dateToMjd(now()) - SETTLED_DAYS);
  const written: string[] = [];
  for (let mjd = today - BACK_NIGHTS; mjd < today; mjd++) {
    const night = nightName(mjd);
    for (const kind of KINDS) {
      signal?.throwIfAborted();
      const place = join(folder, survey, kind, night);
      if (existsSync(place) || empty.has(place)) continue;
      const name = `${survey}_${kind.replace('-', '_')}_${night}`;
      const span = spanOfNight(night);
      const wanted = { kind, survey, folder: place, name, programs, span };
      try {
        const report = await exportSurvey(
          broker,
          { ...wanted, marginArcsec: MARGIN_ARCSEC },
          { now, ...(signal ? { signal } : {}) },
        );
        log.info({ night, kind, ...report }, 'a night is exported');
        written.push(place);
      } catch (error) {
        if (!(error instanceof HatsError)) throw error;
        // Of a night that is over there come no more alerts, but for those that are made up for.
        if (error.code === 'nothing') empty.add(place);
        else log.debug({ night, kind, code: error.code }, 'a night is not exported');
      }
    }
  }
  return written;
}
