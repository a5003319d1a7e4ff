import { type NewSkyMap, prepareSkyMap, prepareSkyMapFile, type SkyMapKind } from '@fritz/archive';
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
export interface MadeSkyMap extends Pick<NewSkyMap, 'kind' | 'prepared'> {
  readonly name: string | null;
}

/**
 * @param percents credible regions that are to be kept of it
 * @throws FritzError bad_sky_map; InvalidRequestError
 */
export async function makeSkyMap(given: Given, percents: readonly number[]): Promise<MadeSkyMap> {
  try {
    if (typeof given === 'string') return await fromFile(given, fileName(given), percents);
    if (given.content !== undefined) {
      const name = given.localization_name ?? fileName(given.content);
      return await fromFile(given.content, name, percents);
    }
    const { kind, name, map } = fromShape(given);
    return { kind, name, prepared: prepareSkyMap({ map, properties: {} }, percents) };
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

async function fromFile(
  text: string,
  name: string | null,
  percents: readonly number[],
): Promise<MadeSkyMap> {
  const prepared = await prepareSkyMapFile(decodeFile('skymap', text), percents);
  return { prepared, kind: 'fits', name };
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

interface Shape extends Pick<MadeSkyMap, 'kind' | 'name'> {
  readonly map: SkyMap;
}

function fromShape(given: GivenShape): Shape {
  const made = (kind: SkyMapKind, map: SkyMap, ...numbers: number[]): Shape => {
    const own = numbers.map((number) => number.toFixed(5)).join('_');
    return { kind, map, name: given.localization_name ?? (own === '' ? null : own) };
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
