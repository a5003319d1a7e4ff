import { type NewSkyMap, readSkyMap, type SkyMapKind, type SkyMapProperties } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { FitsError } from '@fritz/formats';
import {
  coneSkyMap,
  ellipseSkyMap,
  type Position,
  polygonSkyMap,
  SkyMap,
  type SkyMapColumns,
  SkyMapError,
} from '@fritz/sky';
import { FritzError, refuseField } from '../../http/fritz-error.ts';
import { decodeFile } from '../notes/base64.ts';

type Given = Static<NonNullable<typeof routes.createLocalization.body>>['skymap'];
export type GivenShape = Exclude<Given, string>;

/** A map that was made of what was sent, with the name that it has by itself. */
export interface MadeSkyMap extends Pick<NewSkyMap, 'map' | 'kind' | 'properties'> {
  readonly name: string | null;
}

/** @throws FritzError bad_sky_map; InvalidRequestError */
export function makeSkyMap(given: Given): MadeSkyMap {
  try {
    if (typeof given === 'string') return fromFile(given, fileName(given));
    if (given.content !== undefined) {
      return fromFile(given.content, given.localization_name ?? fileName(given.content));
    }
    return fromShape(given);
  } catch (error) {
    throw refuse(error);
  }
}

/** What is wrong with a map, to whoever sent it. */
export function refuse(error: unknown): unknown {
  if (!(error instanceof SkyMapError || error instanceof FitsError)) return error;
  return new FritzError('bad_sky_map', {
    message: `This is no sky map: ${error.message}.`,
    details: { reason: error.code },
    cause: error,
  });
}

function fromFile(text: string, name: string | null): MadeSkyMap {
  return { ...readSkyMap(decodeFile('skymap', text)), kind: 'fits', name };
}

/** Of a data URL: `data:…;name=bayestar.fits;base64,…`. */
function fileName(text: string): string | null {
  if (!text.startsWith('data:')) return null;
  const head = text.slice(0, Math.max(0, text.indexOf('base64,')));
  const name = /(?:^|;)name=([^;]*)/.exec(head)?.[1];
  if (name === undefined) return null;
  try {
    return decodeURIComponent(name).split(/[/\\]/).at(-1) || null;
  } catch {
    return null;
  }
}

function fromShape(given: GivenShape): MadeSkyMap {
  const properties: SkyMapProperties = {};
  const made = (kind: SkyMapKind, map: SkyMap, ...numbers: number[]): MadeSkyMap => {
    const own = numbers.map((number) => number.toFixed(5)).join('_');
    return { kind, map, properties, name: given.localization_name ?? (own === '' ? null : own) };
  };
  if (given.uniq !== undefined) return made('cells', fromCells(given, given.uniq));
  const { polygon, ra, dec, error, amaj, amin, phi } = given;
  if (polygon !== undefined) {
    const corners = polygon.map(([at = 0, up = 0]): Position => ({ ra: at, dec: up }));
    return made('polygon', polygonSkyMap(corners));
  }
  if (ra === undefined || dec === undefined) {
    return refuseField('skymap', 'has no file, no cells, no polygon, and no ra and dec');
  }
  if (error !== undefined) return made('cone', coneSkyMap({ ra, dec }, error), ra, dec, error);
  if (amaj === undefined || amin === undefined || phi === undefined) {
    return refuseField(
      'skymap',
      'has neither error, of a circle, nor amaj, amin and phi, of an ellipse',
    );
  }
  // The longer axis is the major one, whatever it is called.
  const [long, short, positionAngle] = amaj >= amin ? [amaj, amin, phi] : [amin, amaj, phi + 90];
  const ellipse = { ra, dec, semiMajorDegrees: long, axisRatio: short / long, positionAngle };
  return made('ellipse', ellipseSkyMap(ellipse), ra, dec, amaj, amin, phi);
}

function fromCells(given: GivenShape, uniq: readonly bigint[]): SkyMap {
  const { probdensity, distmu, distsigma, distnorm } = given;
  if (probdensity === undefined) return refuseField('skymap', 'has uniq without probdensity');
  const column = (values: readonly (number | null)[], field: string): Float64Array => {
    if (values.length !== uniq.length) {
      return refuseField(
        'skymap',
        `has ${values.length} values of ${field} for ${uniq.length} of uniq`,
      );
    }
    return Float64Array.from(values, (value) => value ?? Number.NaN);
  };
  const distances: SkyMapColumns['distances'] =
    distmu && distsigma && distnorm
      ? {
          mu: column(distmu, 'distmu'),
          sigma: column(distsigma, 'distsigma'),
          norm: column(distnorm, 'distnorm'),
        }
      : null;
  const values = column(probdensity, 'probdensity');
  return SkyMap.ofUniq(
    BigInt64Array.from(uniq, (one) => BigInt(one)),
    { values, distances },
  );
}
