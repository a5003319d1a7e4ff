import {
  moonAltitudeDeg,
  moonIllumination,
  nextSunAt,
  type Site,
  subsolarPoint,
  sunAltitudeDeg,
  twilights,
} from '@fritz/sky';

/** How dark it is. */
export type Darkness = 'day' | 'civil' | 'nautical' | 'astronomical' | 'night';

export const DARKNESS_WORDS: Readonly<Record<Darkness, string>> = {
  day: 'Day',
  civil: 'Civil twilight',
  nautical: 'Nautical twilight',
  astronomical: 'Astronomical twilight',
  night: 'Night',
};

export function darknessAt(sunAltitude: number): Darkness {
  if (sunAltitude > twilights.sunset) return 'day';
  if (sunAltitude > twilights.civil) return 'civil';
  if (sunAltitude > twilights.nautical) return 'nautical';
  return sunAltitude > twilights.astronomical ? 'astronomical' : 'night';
}

/** A telescope that stands somewhere. */
export type Place = {
  readonly lat: number | null;
  readonly lon: number | null;
  readonly elevation: number | null;
  readonly fixed_location: boolean;
};

/** Where a telescope stands; null: in space, or in many places. */
export function siteOf({ lat, lon, elevation, fixed_location: isFixed }: Place): Site | null {
  if (!isFixed || lat === null || lon === null) return null;
  return { latDeg: lat, lonDeg: lon, elevationM: elevation ?? 0 };
}

type Named = Place & { readonly name: string; readonly nickname: string };

const MOST_NAMES = 3;

/** The sites of telescopes, each once: those within half a degree are one on a map of the Earth. */
export function sitesOf(
  telescopes: readonly Named[],
): readonly { readonly site: Site; readonly names: readonly string[] }[] {
  const sites: { site: Site; names: string[] }[] = [];
  for (const telescope of telescopes) {
    const site = siteOf(telescope);
    if (site === null) continue;
    const near = sites.find(
      (other) =>
        Math.abs(other.site.latDeg - site.latDeg) < 0.5 &&
        Math.abs(other.site.lonDeg - site.lonDeg) < 0.5,
    );
    const name = telescope.nickname || telescope.name;
    if (near === undefined) sites.push({ site, names: [name] });
    else near.names.push(name);
  }
  return sites.map(({ site, names }) => {
    const more = names.length - MOST_NAMES;
    const shown = names.slice(0, MOST_NAMES);
    return { site, names: more > 0 ? [...shown, `${more} more`] : shown };
  });
}

/** The sites of telescopes, those where the Sun is lowest first. */
export function darkestFirst(telescopes: readonly Named[], mjd: number) {
  const sites = sitesOf(telescopes).map(({ site, names }) => {
    const sunAltitude = sunAltitudeDeg(site, mjd);
    return { names, sunAltitude, darkness: darknessAt(sunAltitude) };
  });
  return sites.toSorted((a, b) => a.sunAltitude - b.sunAltitude);
}

export type SkyNow = {
  readonly darkness: Darkness;
  readonly sunAltitude: number;
  readonly moonAltitude: number;
  /** 0 to 1. */
  readonly moonLit: number;
  /** What comes next, in order of time: MJD (UTC). */
  readonly events: readonly { readonly label: string; readonly mjd: number }[];
};

const EVENTS = [
  ['Sunset', twilights.sunset, 'down'],
  ['Evening 12° twilight', twilights.nautical, 'down'],
  ['Evening 18° twilight', twilights.astronomical, 'down'],
  ['Morning 18° twilight', twilights.astronomical, 'up'],
  ['Morning 12° twilight', twilights.nautical, 'up'],
  ['Sunrise', twilights.sunset, 'up'],
] as const;

/** The sky over a place at a time. */
export function skyAt(site: Site, mjd: number): SkyNow {
  const sunAltitude = sunAltitudeDeg(site, mjd);
  const events = EVENTS.flatMap(([label, altitudeDeg, goes]) => {
    const at = nextSunAt(site, mjd, { altitudeDeg, goes });
    return at === null ? [] : [{ label, mjd: at }];
  });
  return {
    darkness: darknessAt(sunAltitude),
    sunAltitude,
    moonAltitude: moonAltitudeDeg(site, mjd),
    moonLit: moonIllumination(mjd),
    events: events.toSorted((a, b) => a.mjd - b.mjd),
  };
}

const RADIANS = Math.PI / 180;

/**
 * The edge of the day on a map whose x is the longitude and y the latitude turned down: where the Sun
 * stands at the horizon, closed around the pole in the dark.
 */
export function nightOutline(mjd: number): readonly (readonly [x: number, y: number])[] {
  const { latDeg, lonDeg } = subsolarPoint(mjd);
  // At an equinox the edge is a meridian: a hundredth of a degree away it is a curve.
  const dec = Math.abs(latDeg) < 0.01 ? 0.01 : latDeg;
  const edge: (readonly [number, number])[] = [];
  for (let lon = -180; lon <= 180; lon += 2) {
    const lat = Math.atan(-Math.cos((lon - lonDeg) * RADIANS) / Math.tan(dec * RADIANS)) / RADIANS;
    edge.push([lon, -lat]);
  }
  const dark = dec > 0 ? 90 : -90;
  return [...edge, [180, dark], [-180, dark]];
}
