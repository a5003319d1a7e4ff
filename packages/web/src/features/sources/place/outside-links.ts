import type { Source } from '../../../api/types.ts';
import { formatDec, formatRa } from '../../../format/angle.ts';

/** A page elsewhere about this place or this name. */
export type OutsideLink = { readonly name: string; readonly href: string };

type Named = Pick<Source, 'id' | 'ra' | 'dec' | 'tns_name'>;

const CONE_ARCSEC = 30;

function withParams(address: string, params: Readonly<Record<string, string | number>>): string {
  const search = new URLSearchParams(
    Object.entries(params).map(([name, value]) => [name, String(value)]),
  );
  return `${address}?${search}`;
}

/** `AT2023abc`, `SN 2023abc` → `2023abc`, as the Transient Name Server addresses it. */
export function bareTnsName(name: string): string {
  return name.trim().replace(/^(?:AT|SN|TDE|FRB)\s*/i, '');
}

/** Brokers that know the object by its name. */
function byName({ id }: Named): readonly OutsideLink[] {
  const name = encodeURIComponent(id);
  if (/^ZTF\d\d[a-z]{7}$/.test(id)) {
    return [
      { name: 'Lasair', href: `https://lasair-ztf.lsst.ac.uk/objects/${name}/` },
      { name: 'ALeRCE', href: `https://alerce.online/object/${name}` },
      { name: 'Fink', href: `https://ztf.fink-portal.org/${name}` },
    ];
  }
  if (/^(?:LSST)?\d{12,}$/.test(id)) {
    const bare = id.replace('LSST', '');
    return [
      { name: 'Lasair', href: `https://lasair-lsst.lsst.ac.uk/objects/${bare}/` },
      { name: 'Fink', href: `https://lsst.fink-portal.org/${bare}` },
    ];
  }
  return [];
}

/** Data bases and atlases of the place. */
function byPlace({ ra, dec }: Named): readonly OutsideLink[] {
  const place = `${ra} ${dec >= 0 ? '+' : ''}${dec}`;
  return [
    {
      name: 'NED',
      href: withParams('https://ned.ipac.caltech.edu/conesearch', {
        search_type: 'Near Position Search',
        in_csys: 'Equatorial',
        in_equinox: 'J2000',
        ra: `${ra}d`,
        dec: `${dec}d`,
        radius: CONE_ARCSEC / 60,
      }),
    },
    {
      name: 'SIMBAD',
      href: withParams('https://simbad.cds.unistra.fr/simbad/sim-coo', {
        Coord: place,
        Radius: CONE_ARCSEC,
        'Radius.unit': 'arcsec',
      }),
    },
    {
      name: 'VizieR',
      href: withParams('https://vizier.cds.unistra.fr/viz-bin/VizieR', {
        '-c': place,
        '-c.rs': CONE_ARCSEC,
      }),
    },
    {
      name: 'Legacy Surveys',
      href: withParams('https://www.legacysurvey.org/viewer', {
        ra,
        dec,
        layer: 'ls-dr10',
        zoom: 16,
        mark: `${ra},${dec}`,
      }),
    },
    {
      name: 'Aladin',
      href: withParams('https://aladin.cds.unistra.fr/AladinLite/', {
        target: place,
        fov: 0.05,
        survey: 'P/PanSTARRS/DR1/color-z-zg-g',
      }),
    },
    {
      name: 'SDSS',
      href: withParams('https://skyserver.sdss.org/dr18/VisualTools/navi', {
        ra,
        dec,
        scale: 0.2,
      }),
    },
  ];
}

/** Where else one may look: the name server, brokers by name, and the rest by place. */
export function listOutsideLinks(source: Named): readonly OutsideLink[] {
  const { ra, dec, tns_name: tns } = source;
  const tnsLink =
    tns !== null && tns !== ''
      ? `https://www.wis-tns.org/object/${encodeURIComponent(bareTnsName(tns))}`
      : withParams('https://www.wis-tns.org/search', {
          ra: formatRa(ra),
          decl: formatDec(dec),
          radius: 5,
          coords_unit: 'arcsec',
        });
  return [{ name: 'TNS', href: tnsLink }, ...byName(source), ...byPlace(source)];
}
