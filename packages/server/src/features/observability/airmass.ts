import {
  type ApparentPlace,
  airmassAt,
  altAzOf,
  altitudeOfAirmass,
  apparentPlace,
  hoursOf,
  localNoonMjd,
  MJD_OF_UNIX_EPOCH,
  moonAltitudeDeg,
  type Night,
  nightAfter,
  type Position,
  type Site,
  type Span,
  sampleSpan,
  spansAbove,
  sunAltitudeDeg,
} from '@fritz/sky';

const unixMs = (mjd: number) => Math.round((mjd - MJD_OF_UNIX_EPOCH) * 86_400_000);
const round = (value: number, digits: number) => Number(value.toFixed(digits));

/** The airmass of a place at times of a span, in SkyPortal's words. */
export function airmassCurve(position: Position, site: Site, span: Span, samples = 50) {
  const place = apparentPlace(position, span.fromMjd);
  return sampleSpan(span, samples).map((mjd) => ({
    time: unixMs(mjd),
    airmass: roundedAirmass(altAzOf(place, site, mjd).altDeg),
  }));
}

function roundedAirmass(altDeg: number): number | null {
  const airmass = airmassAt(altDeg);
  return airmass === null ? null : round(airmass, 4);
}

/** Something to be observed. */
export interface CurveTarget extends Position {
  objId: string;
  assignmentId: number | null;
}

/** Altitudes and airmasses of many places in one night, with those of the Sun and the Moon. */
export function nightCurves(
  targets: readonly CurveTarget[],
  site: Site,
  { night, samples }: { night: Night; samples: number },
) {
  const times = sampleSpan(night, samples);
  return {
    times: times.map(unixMs),
    sun_altitude: times.map((mjd) => round(sunAltitudeDeg(site, mjd), 2)),
    moon_altitude: times.map((mjd) => round(moonAltitudeDeg(site, mjd), 2)),
    targets: targets.map(({ objId, assignmentId, ...position }) => {
      const place = apparentPlace(position, night.fromMjd);
      const altitude = times.map((mjd) => altAzOf(place, site, mjd).altDeg);
      return {
        obj_id: objId,
        assignment_id: assignmentId,
        altitude: altitude.map((altDeg) => round(altDeg, 2)),
        airmass: altitude.map(roundedAirmass),
      };
    }),
  };
}

/** Nights of a year that are told of: one a week, from its first of January. */
const WEEKS = 52;

/** Hours of the night in which a place is seen through less than an airmass, each week of a year. */
export function hoursBelowAirmass(
  position: Position,
  site: Site,
  { year, threshold }: { year: number; threshold: number },
): { date: string; hours_below: number }[] {
  const first = Date.UTC(year, 0, 1);
  const altitudeDeg = altitudeOfAirmass(threshold);
  return Array.from({ length: WEEKS }, (_, week) => {
    const date = new Date(first + week * 7 * 86_400_000);
    const dateMjd = date.getTime() / 86_400_000 + MJD_OF_UNIX_EPOCH;
    const night = nightAfter(site, localNoonMjd(dateMjd, site.lonDeg));
    const place: ApparentPlace = apparentPlace(position, night.fromMjd);
    const span = night.kind === 'bright' ? { ...night, untilMjd: night.fromMjd } : night;
    return {
      date: date.toISOString().slice(0, 23),
      hours_below: round(hoursOf(spansAbove(place, site, { span, altitudeDeg })), 3),
    };
  });
}
