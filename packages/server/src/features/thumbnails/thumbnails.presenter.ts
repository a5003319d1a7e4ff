import type { ThumbnailRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

type Thumbnail = Static<typeof routes.getThumbnail.response>;

export function presentThumbnail(row: ThumbnailRow): Thumbnail {
  return {
    id: row.id,
    obj_id: row.obj_id,
    type: row.type,
    survey: row.survey,
    public_url: row.public_url ?? `/api/thumbnail/${row.id}/image`,
    file_uri: null,
    origin: row.origin,
    is_grayscale: row.is_grayscale,
    width: row.width_px,
    height: row.height_px,
    owner_id: row.owner_id,
    groups: row.groups,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
  };
}

/** How large the sky is that a survey's picture shows. */
const sideArcsec = 60;
const sidePx = 200;

/**
 * Pictures of the place of an object that public surveys draw when they are asked for: a minute of arc
 * around it, north up. Nothing is asked of them here; the browser asks.
 */
export function surveyThumbnails(obj: { id: string; ra: number; dec: number }): Thumbnail[] {
  const place = { ra: obj.ra.toFixed(6), dec: obj.dec.toFixed(6) };
  const urls = {
    sdss: address('https://skyserver.sdss.org/dr18/SkyServerWS/ImgCutout/getjpeg', {
      ...place,
      scale: String(sideArcsec / sidePx),
      width: String(sidePx),
      height: String(sidePx),
    }),
    ls: address('https://www.legacysurvey.org/viewer/jpeg-cutout', {
      ...place,
      layer: 'ls-dr10',
      pixscale: String(sideArcsec / sidePx),
      size: String(sidePx),
    }),
    ps1: address('https://alasky.cds.unistra.fr/hips-image-services/hips2fits', {
      hips: 'CDS/P/PanSTARRS/DR1/color-i-r-g',
      ...place,
      fov: String(sideArcsec / 3600),
      width: String(sidePx),
      height: String(sidePx),
      format: 'jpg',
    }),
  };
  return Object.entries(urls).map(([type, public_url]) => ({
    id: null,
    obj_id: obj.id,
    type,
    survey: null,
    public_url,
    file_uri: null,
    origin: null,
    is_grayscale: false,
    width: sidePx,
    height: sidePx,
    owner_id: null,
    groups: [],
    created_at: null,
    modified: null,
  }));
}

function address(base: string, query: Readonly<Record<string, string>>): string {
  return `${base}?${new URLSearchParams(query)}`;
}
