import type { PictureSurvey } from '@fritz/contract';

/** A survey's picture of an object's field, from this server, and the survey's own page of the place. */
export type SkyImage = { readonly survey: string; readonly url: string; readonly page: string };

type Field = {
  readonly objId: string;
  readonly ra: number;
  readonly dec: number;
  readonly fieldArcsec: number;
};

function address(base: string, query: Readonly<Record<string, string>>): string {
  return `${base}?${new URLSearchParams(query)}`;
}

/** Pictures of this field: north up, east left, as wide as asked. The pages are for who clicks. */
export function skyImages({ objId, ra, dec, fieldArcsec }: Field): readonly SkyImage[] {
  const place = { ra: ra.toFixed(6), dec: dec.toFixed(6) };
  const picture = (survey: PictureSurvey) =>
    address(`/api/internal/objs/${encodeURIComponent(objId)}/survey_images/${survey}`, {
      field_arcsec: String(Math.round(fieldArcsec)),
    });
  return [
    {
      survey: 'PS1',
      url: picture('ps1'),
      page: address('https://ps1images.stsci.edu/cgi-bin/ps1cutouts', {
        pos: `${place.ra} ${place.dec}`,
        filter: 'color',
      }),
    },
    {
      survey: 'Legacy',
      url: picture('legacy'),
      page: address('https://www.legacysurvey.org/viewer', { ...place, zoom: '15', mark: '1' }),
    },
    {
      survey: 'SDSS',
      url: picture('sdss'),
      page: address('https://skyserver.sdss.org/dr18/VisualTools/quickobj', place),
    },
  ];
}
