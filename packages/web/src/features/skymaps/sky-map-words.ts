import { dateToMjd, formatSpan, formatUtc, parseNaiveUtc } from '../../format/time.ts';
import type { SkyMapItem } from './sky-maps.api.ts';

/** `12.3 deg²`; of small regions in square arcminutes. */
export function formatArea(deg2: number): string {
  if (deg2 >= 0.1) return `${deg2 >= 100 ? Math.round(deg2) : Number(deg2.toPrecision(3))} deg²`;
  const arcmin2 = deg2 * 3600;
  if (arcmin2 >= 0.01) return `${Number(arcmin2.toPrecision(3))} arcmin²`;
  return `${Number((arcmin2 * 3600).toPrecision(3))} arcsec²`;
}

/** `155 ± 45 Mpc`; null where the map tells no distance. */
export function formatDistance(mean: number | null, std: number | null): string | null {
  if (mean === null) return null;
  const digits = mean < 10 ? 1 : 0;
  return `${mean.toFixed(digits)}${std === null ? '' : ` ± ${std.toFixed(digits)}`} Mpc`;
}

export const KIND_WORDS: Readonly<Record<SkyMapItem['kind'], string>> = {
  fits: 'file',
  cells: 'cells',
  cone: 'error circle',
  ellipse: 'ellipse',
  polygon: 'polygon',
};

export function eventTime({ dateobs }: Pick<SkyMapItem, 'dateobs'>): string {
  return formatUtc(parseNaiveUtc(dateobs));
}

/** Where the app shows a map. */
export function skyMapPath({
  dateobs,
  localization_name: name,
}: {
  readonly dateobs: string;
  readonly localization_name: string;
}): string {
  // A name has dots, as a file's: in a path it would be taken for one.
  return `/skymap?${new URLSearchParams({ dateobs, name })}`;
}

/** `within 43 %`: the smallest credible region with the place; one of a hair is none of 0 %. */
export function formatLevel(percent: number): string {
  return percent < 1 ? 'within 1 %' : `within ${Math.ceil(percent)} %`;
}

/** `3.5 h before the first detection`; null where nothing was detected. */
export function sinceDetection(
  skyMap: Pick<SkyMapItem, 'dateobs'>,
  firstDetectionMjd: number | null,
): string | null {
  if (firstDetectionMjd === null) return null;
  const days = firstDetectionMjd - dateToMjd(parseNaiveUtc(skyMap.dateobs));
  return `${formatSpan(days)} ${days < 0 ? 'after' : 'before'} the first detection`;
}
