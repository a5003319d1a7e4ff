import {
  type FollowupRow,
  type FollowupSearch,
  listFollowupRequests,
  type TelescopeRow,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc } from '@fritz/contract';
import { darkSpan, dateToMjd, mjdToDate, nightAround, type Site } from '@fritz/sky';
import { numberOr } from '../../facilities/form-fields.ts';
import { findFacility } from '../../facilities/registry.ts';
import { FritzError } from '../../http/fritz-error.ts';
import { linesPdf } from '../allocations/allocation-report.ts';
import { demandInstrument } from '../instruments/instruments.service.ts';
import { demandTelescope } from '../telescopes/telescopes.service.ts';
import { type Schedule, type ScheduleTarget, scheduleNight } from './schedule.ts';

/** A night's order of requests on an instrument. */
export interface NightSchedule extends Schedule {
  instrument: string;
  fromMjd: number;
  untilMjd: number;
}

/** More than these are in no night. */
const mostTargets = 500;
const usualAirmass = 3;

/**
 * Puts what an instrument is asked for into an order for the night around a time, or the next one.
 *
 * @throws FritzError conflict where the telescope is at no place, or its night does not get dark
 */
export async function scheduleInstrument(
  tx: ViewerTx,
  instrumentId: number,
  search: FollowupSearch,
  { at, until }: { at: Date; until: Date | null },
): Promise<NightSchedule> {
  const instrument = await demandInstrument(tx, instrumentId);
  const site = siteOf(await demandTelescope(tx, instrument.telescope_id));
  const span = darkSpan(site, nightAround(site, dateToMjd(at)), 'nautical');
  if (span === null) {
    throw new FritzError('conflict', { message: 'It does not get dark there in that night.' });
  }
  const fromMjd = Math.max(span.fromMjd, dateToMjd(at));
  const untilMjd = until === null ? span.untilMjd : Math.min(span.untilMjd, dateToMjd(until));
  const { rows } = await listFollowupRequests(
    tx,
    {
      ...search,
      instrumentIds: [instrumentId],
      states: search.states ?? ['waiting', 'submitted', 'accepted'],
    },
    { order: 'priority', descending: true, limit: mostTargets, offset: 0 },
  );
  const facility = findFacility(instrument.api_classname);
  const targets = rows
    .filter(({ kind }) => kind === 'triggered')
    .map((row) => targetOf(row, facility?.hours(row.payload) ?? 0));
  const night = { fromMjd, untilMjd };
  return { ...scheduleNight(targets, site, night), ...night, instrument: instrument.name };
}

function siteOf({ lat, lon, elevation_m, fixed_location }: TelescopeRow): Site {
  if (!fixed_location || lat === null || lon === null) {
    throw new FritzError('conflict', { message: 'The telescope is at no place of its own.' });
  }
  return { latDeg: lat, lonDeg: lon, elevationM: elevation_m ?? 0 };
}

function targetOf(row: FollowupRow, hours: number): ScheduleTarget {
  const { payload, observe_from: from, observe_until: until } = row;
  // A day is asked for to its end.
  const endMjd = until === null ? null : dateToMjd(until) + 1;
  const words = ['observation_type', 'observation_choices', 'exposure_time'].flatMap((name) => {
    const value = payload[name];
    return value === undefined ? [] : [Array.isArray(value) ? value.join(' ') : String(value)];
  });
  return {
    ...{ requestId: row.id, objId: row.obj_id, ra: row.ra, dec: row.dec },
    priority: numberOr(payload, 'priority', 0),
    hours: row.hours_planned || hours,
    maxAirmass: numberOr(payload, 'maximum_airmass', usualAirmass),
    fromMjd: from === null ? null : dateToMjd(from),
    untilMjd: endMjd,
    what: words.join(', '),
  };
}

const columns = [
  ...['target', 'request_id', 'start_time_utc', 'end_time_utc', 'duration_minutes'],
  ...['ra', 'dec', 'airmass', 'priority', 'configuration'],
];

/** The night's order as CSV (RFC 4180). */
export function scheduleCsv({ rows }: NightSchedule): string {
  const lines = rows.map((row) => [
    ...[row.objId, row.requestId, timeOf(row.startMjd), timeOf(row.endMjd)],
    Math.round((row.endMjd - row.startMjd) * 1440),
    ...[row.ra.toFixed(6), row.dec.toFixed(6), row.airmass.toFixed(2), row.priority, row.what],
  ]);
  const cell = (value: string | number) => {
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** The same for people, with what found no place. */
export function schedulePdf({ rows, left, ...night }: NightSchedule): Buffer {
  return linesPdf([
    `${night.instrument}, ${timeOf(night.fromMjd)} to ${timeOf(night.untilMjd)} UTC`,
    '',
    ...rows.map((row) =>
      [
        `${timeOf(row.startMjd).slice(11)}-${timeOf(row.endMjd).slice(11)}  ${row.objId}`,
        `RA ${row.ra.toFixed(5)} Dec ${row.dec.toFixed(5)}`,
        `airmass ${row.airmass.toFixed(2)}  priority ${row.priority}  ${row.what}`,
      ].join('  '),
    ),
    ...(left.length === 0 ? [] : ['', 'Without a place in this night:']),
    ...left.map(({ objId, priority, what }) => `${objId}  priority ${priority}  ${what}`),
  ]);
}

const timeOf = (mjd: number) => naiveUtc(mjdToDate(mjd)).slice(0, 16);
