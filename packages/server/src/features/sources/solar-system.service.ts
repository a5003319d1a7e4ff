import { listSolarSystem, type ObjRow, updateObj, type ViewerTx } from '@fritz/archive';
import { FritzError } from '../../http/fritz-error.ts';

/** Which alerts of an object, and how near and bright a minor planet is to be. */
export interface RockSearch {
  mjd: number | null;
  limitingMag: number;
  radiusArcsec: number;
}

/** Sets whether an object is a known minor planet, by what its survey says of its alerts. */
export async function checkSolarSystem(tx: ViewerTx, obj: ObjRow, search: RockSearch) {
  const looks = obj.survey === null ? [] : await listSolarSystem(tx, obj.survey, obj.id);
  const day = search.mjd;
  const within = looks.filter(({ mjd }) => day === null || Math.abs(mjd - day) <= 1);
  if (within.length === 0) {
    throw new FritzError('not_configured', {
      message: 'No alert that you may see tells of it, and no service outside is asked.',
    });
  }
  const rocks = within.flatMap(({ rock }) => (rock === null ? [] : [rock]));
  const [nearest] = rocks
    .filter(
      ({ distanceArcsec, mag }) =>
        distanceArcsec <= search.radiusArcsec && (mag === null || mag <= search.limitingMag),
    )
    .sort((a, b) => a.distanceArcsec - b.distanceArcsec);
  const found = { is_roid: nearest !== undefined, mpc_name: nearest?.name ?? obj.mpc_name };
  if (!(await updateObj(tx, obj, found))) throw new FritzError('permission_denied');
  return { ...found, distance_arcsec: nearest?.distanceArcsec ?? null, alerts: within.length };
}
