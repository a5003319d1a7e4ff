/** A survey's picture of a place, and its own page of it. */
export type SkyImage = { readonly survey: string; readonly url: string; readonly page: string };

type Field = { readonly ra: number; readonly dec: number; readonly fieldArcsec: number };

const SIDE_PX = 160;

function address(base: string, query: Readonly<Record<string, string>>): string {
  return `${base}?${new URLSearchParams(query)}`;
}

/** Pictures of this field that public surveys draw when asked: north up, east left, as wide as asked. */
export function skyImages({ ra, dec, fieldArcsec }: Field): readonly SkyImage[] {
  const place = { ra: ra.toFixed(6), dec: dec.toFixed(6) };
  const [size, scale] = [String(SIDE_PX), (fieldArcsec / SIDE_PX).toFixed(4)];
  return [
    {
      survey: 'PS1',
      url: address('https://alasky.cds.unistra.fr/hips-image-services/hips2fits', {
        hips: 'CDS/P/PanSTARRS/DR1/color-i-r-g',
        ...place,
        fov: (fieldArcsec / 3600).toFixed(6),
        width: size,
        height: size,
        format: 'jpg',
      }),
      page: address('https://ps1images.stsci.edu/cgi-bin/ps1cutouts', {
        pos: `${place.ra} ${place.dec}`,
        filter: 'color',
      }),
    },
    {
      survey: 'Legacy',
      url: address('https://www.legacysurvey.org/viewer/jpeg-cutout', {
        ...place,
        layer: 'ls-dr10',
        pixscale: scale,
        size,
      }),
      page: address('https://www.legacysurvey.org/viewer', { ...place, zoom: '15', mark: '1' }),
    },
    {
      survey: 'SDSS',
      url: address('https://skyserver.sdss.org/dr18/SkyServerWS/ImgCutout/getjpeg', {
        ...place,
        scale,
        width: size,
        height: size,
      }),
      page: address('https://skyserver.sdss.org/dr18/VisualTools/quickobj', place),
    },
  ];
}
