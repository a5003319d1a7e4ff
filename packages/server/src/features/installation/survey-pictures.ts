import type { PictureSurvey } from '@fritz/contract';
import type { AddressGuard } from '../../outbound/address-guard.ts';
import { guardedGet } from '../../outbound/guarded-get.ts';
import { demandHere, type Known, OutsideCache } from '../../outbound/outside-cache.ts';

/** Where pictures of each survey are drawn. */
export type PictureServers = Readonly<Record<PictureSurvey, string>>;

/** The surveys' own servers, and that of CDS, which draws Pan-STARRS. */
export const publicPictureServers: PictureServers = {
  ps1: 'https://alasky.cds.unistra.fr/hips-image-services/hips2fits',
  legacy: 'https://www.legacysurvey.org/viewer/jpeg-cutout',
  sdss: 'https://skyserver.sdss.org/dr18/SkyServerWS/ImgCutout/getjpeg',
};

/** A field to be drawn, ICRS. */
export interface PictureField {
  ra: number;
  dec: number;
  fieldArcsec: number;
}

/** A picture as a survey drew it. */
export interface SurveyPicture {
  type: string;
  bytes: Buffer;
}

const sidePx = 160;
const timeoutMs = 10_000;
const maxBytes = 1_000_000;
const hourMs = 3_600_000;

/** What to ask a survey's server for, north up and east left. */
export function pictureUrl(servers: PictureServers, survey: PictureSurvey, field: PictureField) {
  const { ra, dec, fieldArcsec } = field;
  const url = new URL(servers[survey]);
  const place = { ra: ra.toFixed(5), dec: dec.toFixed(5) };
  const scale = (fieldArcsec / sidePx).toFixed(4);
  const side = String(sidePx);
  const asked: Record<PictureSurvey, Record<string, string>> = {
    ps1: {
      hips: 'CDS/P/PanSTARRS/DR1/color-i-r-g',
      ...place,
      fov: (fieldArcsec / 3600).toFixed(6),
      width: side,
      height: side,
      format: 'jpg',
    },
    legacy: { ...place, layer: 'ls-dr10', pixscale: scale, size: side },
    sdss: { ...place, scale, width: side, height: side },
  };
  for (const [name, value] of Object.entries(asked[survey])) url.searchParams.set(name, value);
  return url;
}

/** Whose sky finding charts show, in CDS's words: each in one red band. */
const finderSkies = {
  ps1: 'CDS/P/PanSTARRS/DR1/r',
  desi: 'CDS/P/DESI-Legacy-Surveys/DR10/r',
  dss: 'CDS/P/DSS2/red',
  ztfref: 'CDS/P/ZTF/DR7/r',
} as const;
/** A survey whose sky a finding chart may show. */
export type FinderSky = keyof typeof finderSkies;
const finderPx = 600;
const maxFinderBytes = 4_000_000;

/** Pictures of public surveys, fetched by this server: who looks, and at what, it tells nobody. */
export class SurveyPictures {
  readonly #guard: AddressGuard;
  readonly #servers: PictureServers;
  readonly #kept: OutsideCache<SurveyPicture>;
  readonly #skies: OutsideCache<Buffer>;

  constructor(guard: AddressGuard, servers: PictureServers, now: () => Date) {
    this.#guard = guard;
    this.#servers = servers;
    const limits = {
      maxSize: 64_000_000,
      keptMs: 7 * 24 * hourMs,
      failureMs: 60_000,
      maxAtOnce: 6,
    };
    this.#kept = new OutsideCache(limits, ({ bytes }) => bytes.length, now);
    const fewer = { ...limits, maxAtOnce: 3 };
    this.#skies = new OutsideCache(fewer, (bytes) => bytes.length, now);
  }

  /** A picture that came; the first who wants it has it fetched. @throws FritzError outside_… */
  draw(survey: PictureSurvey, field: PictureField): SurveyPicture {
    const url = pictureUrl(this.#servers, survey, field);
    return demandHere(this.#kept.look(url.href, () => this.#fetch(url)));
  }

  /** A survey's sky as a FITS image, north up: what is known of it; the first who wants it has it fetched. */
  lookAtSky(sky: FinderSky, field: PictureField): Known<Buffer> {
    const url = new URL(this.#servers.ps1);
    const asked = {
      hips: finderSkies[sky],
      ra: field.ra.toFixed(5),
      dec: field.dec.toFixed(5),
      fov: (field.fieldArcsec / 3600).toFixed(6),
      width: String(finderPx),
      height: String(finderPx),
      projection: 'TAN',
      format: 'fits',
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    return this.#skies.look(url.href, () => this.#fetchFits(url));
  }

  async #fetchFits(url: URL): Promise<Buffer> {
    const { status, bytes } = await guardedGet(this.#guard, {
      ...{ url, timeoutMs, maxBytes: maxFinderBytes },
    });
    if (status !== 200 || bytes.toString('latin1', 0, 9) !== 'SIMPLE  =')
      throw new Error(`${status}`);
    return bytes;
  }

  async #fetch(url: URL): Promise<SurveyPicture> {
    const { status, type, bytes } = await guardedGet(this.#guard, { url, timeoutMs, maxBytes });
    // Nothing else is passed on: a page of theirs would be one of ours.
    if (status !== 200 || !isPicture(type, bytes)) throw new Error(`${status} ${type}`);
    return { type, bytes };
  }
}

const beginnings: Readonly<Record<string, readonly number[]>> = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47],
};

function isPicture(type: string, bytes: Buffer): boolean {
  const beginning = beginnings[type];
  return beginning?.every((byte, index) => bytes[index] === byte) ?? false;
}
