import type { routes, Static } from '@fritz/contract';
import type { BandFeatures, JointFeatures, Rate } from '@fritz/surveys';
import type { AlertFlags, SourceFeatures } from './features.service.ts';

type Features = Static<typeof routes.getFeatures.response>;

export function presentFeatures(found: SourceFeatures): Features {
  return {
    obj_id: found.objId,
    ebv: found.ebv,
    map_ebv: found.mapEbv,
    bands: found.bands.map(({ band, extinction, features }) => ({
      filter: band,
      extinction,
      span_days: features.spanDays,
      ...presentSeen(features),
    })),
    all_bands: found.joint && presentJoint(found.joint),
    colors: found.colours.map(({ bands, mag, magErr, apartDays }) => ({
      filters: [bands[0], bands[1]],
      color: mag,
      color_err: magErr,
      apart_days: apartDays,
    })),
    stationary: found.stationary,
    flags: found.flags && presentFlags(found.flags),
  };
}

function presentSeen({ peak, faintest, points, rise, decline }: BandFeatures | JointFeatures) {
  return {
    points,
    peak_mjd: peak.day,
    peak_mag: peak.mag,
    peak_mag_err: peak.magErr,
    faintest_mjd: faintest.day,
    faintest_mag: faintest.mag,
    faintest_mag_err: faintest.magErr,
    rise: rise && presentRate(rise),
    decline: decline && presentRate(decline),
  };
}

function presentRate(rate: Rate) {
  return {
    mag_per_day: rate.magPerDay,
    mag_per_day_err: rate.magPerDayErr,
    chi2: rate.chi2,
    dof: rate.dof,
    red_chi2: rate.reducedChi2,
    points: rate.points,
    span_days: rate.spanDays,
  };
}

function presentJoint(joint: JointFeatures): NonNullable<Features['all_bands']> {
  return {
    ...presentSeen(joint),
    peak_filter: joint.peak.band,
    faintest_filter: joint.faintest.band,
    first_mjd: joint.firstDay,
    last_mjd: joint.lastDay,
    age_days: joint.lastDay - joint.firstDay,
    days_since_peak: joint.lastDay - joint.peak.day,
  };
}

function presentFlags({ candid, flags, solarSystem }: AlertFlags): NonNullable<Features['flags']> {
  const { designation, separation_arcsec, predicted_mag } = solarSystem;
  return {
    candid,
    ...flags,
    solar_system: designation === null ? null : { designation, separation_arcsec, predicted_mag },
  };
}

const RATE_COLUMNS = ['mag_per_day', 'mag_per_day_err', 'red_chi2', 'points'] as const;

/** A line for each band, and one for all of them: `all`. */
export function presentFeaturesCsv(found: SourceFeatures): string {
  const { obj_id: objId, ebv, bands, all_bands: joint } = presentFeatures(found);
  const lines = [
    ...bands.map((band) => ({ ...band, name: band.filter })),
    ...(joint ? [{ ...joint, name: 'all', extinction: null, span_days: joint.age_days }] : []),
  ];
  const head = [
    ...['obj_id', 'filter', 'ebv', 'extinction', 'points', 'span_days'],
    ...['peak_mjd', 'peak_mag', 'peak_mag_err', 'faintest_mjd', 'faintest_mag', 'faintest_mag_err'],
    ...RATE_COLUMNS.map((name) => `rise_${name}`),
    ...RATE_COLUMNS.map((name) => `decline_${name}`),
  ];
  const rows = lines.map((line) => [
    ...[objId, line.name, ebv, line.extinction, line.points, line.span_days],
    ...[line.peak_mjd, line.peak_mag, line.peak_mag_err],
    ...[line.faintest_mjd, line.faintest_mag, line.faintest_mag_err],
    ...RATE_COLUMNS.map((name) => line.rise?.[name] ?? null),
    ...RATE_COLUMNS.map((name) => line.decline?.[name] ?? null),
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
