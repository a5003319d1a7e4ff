import type { FinderFacility } from '@fritz/contract';

/** What a facility asks of offset stars, as SkyPortal's does. */
export interface StarNeeds {
  radius_degrees: number;
  /** Fainter ones are not seen at a glance. */
  mag_limit: number;
  /** Brighter ones blind the guider. */
  mag_min: number;
  /** No other star may be as near to it. */
  min_sep_arcsec: number;
}

const palomar: StarNeeds = {
  radius_degrees: 2 / 60,
  mag_limit: 18,
  mag_min: 10,
  min_sep_arcsec: 5,
};

export const starNeeds: Readonly<Record<FinderFacility, StarNeeds>> = {
  Keck: { radius_degrees: 2 / 60, mag_limit: 18.5, mag_min: 11, min_sep_arcsec: 4 },
  P200: palomar,
  'P200-NGPS': palomar,
  Shane: { radius_degrees: 2.5 / 60, mag_limit: 17, mag_min: 10, min_sep_arcsec: 5 },
  generic: palomar,
};

/** What is asked where too few stars are found. */
export function relaxed(needs: StarNeeds): StarNeeds {
  return {
    radius_degrees: needs.radius_degrees * 1.3,
    mag_limit: needs.mag_limit + 1,
    mag_min: needs.mag_min - 1,
    min_sep_arcsec: needs.min_sep_arcsec / 2,
  };
}
