import {
  createTelescope,
  deleteTelescope,
  findTelescope,
  listInstruments,
  type TelescopeFields,
  type TelescopeRow,
  updateTelescope,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { wrapTo180 } from '@fritz/sky';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';

type Body = Static<NonNullable<typeof routes.updateTelescope.body>>;

/** A telescope that is there. */
export async function demandTelescope(tx: ViewerTx, id: number): Promise<TelescopeRow> {
  const telescope = await findTelescope(tx, id);
  if (telescope === null) throw new NotFoundError('telescope');
  return telescope;
}

/** Makes a telescope. */
export async function makeTelescope(
  tx: ViewerTx,
  body: Static<NonNullable<typeof routes.createTelescope.body>>,
): Promise<number> {
  const fields = {
    ...readFields(body),
    name: body.name.trim(),
    nickname: body.nickname,
    diameter_m: body.diameter,
  };
  demandPlace(fields, body.fixed_location === true);
  return createTelescope(tx, fields);
}

/** Changes a telescope; what is not named stays. */
export async function changeTelescope(tx: ViewerTx, id: number, body: Body): Promise<void> {
  const telescope = await demandTelescope(tx, id);
  const change = readFields(body);
  demandPlace({ ...telescope, ...change }, body.fixed_location === true);
  if (!(await updateTelescope(tx, id, change))) throw new NotFoundError('telescope');
}

/** Deletes a telescope that has no instruments. */
export async function removeTelescope(tx: ViewerTx, id: number): Promise<void> {
  await demandTelescope(tx, id);
  const instruments = await listInstruments(tx, { telescopeId: id });
  if (instruments.length > 0) {
    const names = instruments.map(({ name }) => `“${name}”`).join(', ');
    throw new FritzError('conflict', { message: `Its instruments come first: ${names}.` });
  }
  if (!(await deleteTelescope(tx, id))) throw new NotFoundError('telescope');
}

function readFields(body: Body): Partial<TelescopeFields> {
  const { name, elevation, diameter, lon, skycam_link, weather_link, ...same } = body;
  return {
    ...same,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(elevation === undefined ? {} : { elevation_m: elevation }),
    ...(diameter === undefined ? {} : { diameter_m: diameter }),
    ...(lon === undefined ? {} : { lon: lon === null ? null : longitude(lon) }),
    ...(skycam_link === undefined ? {} : { skycam_link: skycam_link || null }),
    ...(weather_link === undefined ? {} : { weather_link: weather_link || null }),
  };
}

/** From −180 (not included) to 180 degrees, so that searches by longitude find it. */
function longitude(degrees: number): number {
  if (degrees > -180 && degrees <= 180) return degrees;
  const wrapped = wrapTo180(degrees);
  return wrapped === -180 ? 180 : wrapped;
}

/** A place is latitude and longitude; one that is said to be fixed is there, with its elevation. */
function demandPlace(fields: Partial<TelescopeFields>, isFixed: boolean): void {
  const { lat = null, lon = null, elevation_m = null } = fields;
  const missing = [
    ...(lat === null && (isFixed || lon !== null) ? ['lat'] : []),
    ...(lon === null && (isFixed || lat !== null) ? ['lon'] : []),
    ...(isFixed && elevation_m === null ? ['elevation'] : []),
  ];
  if (missing.length === 0) return;
  const message = 'is needed to know where the telescope is';
  throw new InvalidRequestError(missing.map((field) => ({ in: 'body' as const, field, message })));
}
