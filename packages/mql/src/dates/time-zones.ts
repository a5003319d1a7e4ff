const MS_PER_MINUTE = 60_000;
const OFFSET = /^([+-])(\d{2})(?::?(\d{2}))?$/;

/** A time zone: how far its clocks are ahead of UTC at an instant. */
export interface TimeZone {
  readonly isUtc: boolean;
  /** Milliseconds to add to UTC. */
  offsetMs(epochMs: number): number;
}

const UTC: TimeZone = { isUtc: true, offsetMs: () => 0 };

function fixedZone(sign: string, hours: string, minutes: string): TimeZone {
  const size = (Number(hours) * 60 + Number(minutes)) * MS_PER_MINUTE;
  const offset = sign === '-' ? -size : size;
  return { isUtc: false, offsetMs: () => offset };
}

function namedZone(name: string): TimeZone | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
  return {
    isUtc: false,
    offsetMs(epochMs) {
      const second = Math.floor(epochMs / 1000) * 1000;
      const parts = new Map(format.formatToParts(second).map(({ type, value }) => [type, value]));
      const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
      const local = Date.UTC(
        of('year'),
        of('month') - 1,
        of('day'),
        of('hour'),
        of('minute'),
        of('second'),
      );
      return local - second;
    },
  };
}

const MAX_KNOWN = 100;
const known = new Map<string, TimeZone | null>();

/** The zone of a name of the Olson database, of an offset such as +05:30, or UTC; null: unknown. */
export function findTimeZone(name: string): TimeZone | null {
  if (name === 'UTC' || name === 'GMT' || name === 'Z') return UTC;
  const [, sign, hours, minutes = '0'] = OFFSET.exec(name) ?? [];
  if (sign !== undefined && hours !== undefined) return fixedZone(sign, hours, minutes);
  const found = known.get(name);
  if (found !== undefined) return found;
  // A name is letters; what else engines take for an offset is none of MongoDB's.
  const zone = /^[A-Za-z]/.test(name) ? namedZone(name) : null;
  if (known.size < MAX_KNOWN) known.set(name, zone);
  return zone;
}

/** The wall clock at an instant, as the milliseconds of a UTC date that reads the same. */
export function toLocal(zone: TimeZone, epochMs: number): number {
  return epochMs + zone.offsetMs(epochMs);
}

/** The instant at which a wall clock shows a time; one that is skipped counts on from before. */
export function fromLocal(zone: TimeZone, localMs: number): number {
  const before = localMs - zone.offsetMs(localMs - 24 * 60 * MS_PER_MINUTE);
  if (toLocal(zone, before) === localMs) return before;
  const after = localMs - zone.offsetMs(localMs + 24 * 60 * MS_PER_MINUTE);
  return toLocal(zone, after) === localMs ? after : before;
}
