import type { CalendarRun } from '@fritz/archive';
import { mjdToDate } from '@fritz/sky';
import { nightOfDate, siteOf } from '../observability/nights.ts';

/** A line of a calendar: commas and the like stand for themselves (RFC 5545, 3.3.11). */
function escapeText(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n|[\r\n]/g, '\\n');
}

/** No line is longer than 75 bytes; what is goes on in the next, after a blank (3.1). */
function fold(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const sign of line) {
    if (Buffer.byteLength(part + sign) > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = '';
    }
    part += sign;
  }
  return [...parts, part].join('\r\n ');
}

/** `20261202T003506Z`. */
function stamp(time: Date): string {
  return `${time.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** When each of a run's nights is; at a telescope of no place from 18 to 6 UTC. */
function nightsOf(run: CalendarRun): { from: Date; until: Date }[] {
  const site = siteOf(run);
  return Array.from({ length: run.duration }, (_, later) => {
    if (site !== null) {
      const night = nightOfDate(site, run.calendar_date, later);
      return { from: mjdToDate(night.fromMjd), until: mjdToDate(night.untilMjd) };
    }
    const evening = new Date(`${run.calendar_date}T18:00:00Z`).getTime() + later * 86_400_000;
    return { from: new Date(evening), until: new Date(evening + 12 * 3_600_000) };
  });
}

function eventsOf(run: CalendarRun, home: string): string[] {
  const host = new URL(home).hostname;
  const who = [
    ...(run.pi === null ? [] : [`PI ${run.pi}`]),
    ...(run.observers === null ? [] : [`Observers: ${run.observers}`]),
  ];
  return nightsOf(run).flatMap(({ from, until }, index) => [
    'BEGIN:VEVENT',
    // The same for as long as the run is: a night that moves is moved in calendars, too.
    `UID:observing-run-${run.id}-${index + 1}@${host}`,
    `DTSTAMP:${stamp(run.modified_at)}`,
    `DTSTART:${stamp(from)}`,
    `DTEND:${stamp(until)}`,
    `SUMMARY:${escapeText(`${run.instrument} on ${run.telescope}`)}`,
    `LOCATION:${escapeText(run.telescope)}`,
    ...(who.length === 0 ? [] : [`DESCRIPTION:${escapeText(who.join('\n'))}`]),
    `URL:${home}/runs/${run.id}`,
    'END:VEVENT',
  ]);
}

/** The nights of runs, from sunset to sunrise, as a calendar (RFC 5545). */
export function writeCalendar(runs: readonly CalendarRun[], home: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Fritz//Observing runs//EN',
    'CALSCALE:GREGORIAN',
    'X-WR-CALNAME:Observing runs',
    ...runs.flatMap((run) => eventsOf(run, home)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}
