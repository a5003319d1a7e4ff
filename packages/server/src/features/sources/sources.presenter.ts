import type { HostRow, ObjRow, SavedEntry, SavedRow } from '@fritz/archive';
import { naiveUtc, type Static, type savedEntry, type source } from '@fritz/contract';
import { type DustMap, distancesAt, icrsToGalactic, separationArcsec } from '@fritz/sky';

/** An object with what was asked for of it. */
export type Source = Static<typeof source>;

/** That a group has saved an object. */
export function presentSave(entry: SavedEntry): Static<typeof savedEntry> {
  const { saved_by, unsaved_by, saved_at, unsaved_at, requested_at, ...rest } = entry;
  const times = [saved_at, unsaved_at, requested_at].flatMap((at) => at?.getTime() ?? []);
  return {
    ...rest,
    saved_by_id: saved_by,
    saved_at: naiveUtc(saved_at),
    unsaved_by_id: unsaved_by,
    unsaved_at: unsaved_at === null ? null : naiveUtc(unsaved_at),
    created_at: naiveUtc(saved_at),
    modified: naiveUtc(new Date(Math.max(...times))),
  };
}

/** Objects as places of a map. */
export function presentOnSky(sources: readonly Pick<Source, 'id' | 'ra' | 'dec' | 'alias'>[]) {
  return {
    type: 'FeatureCollection' as const,
    features: sources.map(({ id, ra, dec, alias }) => ({
      type: 'Feature' as const,
      geometry: { type: 'Point' as const, coordinates: [ra, dec] },
      properties: {
        name: [id, ...(alias ?? [])].join(', '),
        url: `/source/${encodeURIComponent(id)}`,
      },
    })),
  };
}

/** An object itself, without what hangs on it. */
export function presentObj(obj: ObjRow, dust: DustMap | null): Omit<Source, 'groups'> {
  const { ra, dec } = obj;
  const { l, b } = icrsToGalactic({ ra, dec });
  const distances = obj.redshift === null ? null : distancesAt(obj.redshift);
  return {
    id: obj.id,
    survey: obj.survey,
    ra,
    dec,
    ra_dis: obj.ra_dis,
    dec_dis: obj.dec_dis,
    ra_err: obj.ra_err,
    dec_err: obj.dec_err,
    redshift: obj.redshift,
    redshift_error: obj.redshift_error,
    redshift_origin: obj.redshift_origin,
    redshift_history: obj.redshift_history,
    t0: obj.t0,
    transient: obj.transient,
    varstar: obj.varstar,
    is_roid: obj.is_roid,
    mpc_name: obj.mpc_name,
    tns_name: obj.tns_name,
    tns_info: obj.tns_info,
    score: obj.score,
    origin: obj.origin,
    alias: obj.alias,
    altdata: obj.altdata,
    host: obj.host,
    ...hostDistances(obj),
    internal_key: obj.internal_key,
    gal_lon: l,
    gal_lat: b,
    luminosity_distance: distances?.luminosityMpc ?? null,
    angular_diameter_distance: distances?.angularDiameterMpc ?? null,
    dm: distances?.modulus ?? null,
    ebv: dust?.ebvAt({ ra, dec }) ?? null,
    created_at: naiveUtc(obj.created_at),
    modified: naiveUtc(obj.modified_at),
  };
}

const ARCSEC_PER_RADIAN = (180 * 3600) / Math.PI;

function hostDistances(obj: ObjRow): Pick<Source, 'host_offset' | 'host_distance'> {
  const { host } = obj;
  if (host === null || host.ra === null || host.dec === null) {
    return { host_offset: null, host_distance: null };
  }
  const offset = separationArcsec(obj, { ra: host.ra, dec: host.dec });
  const mpc = angularDistanceMpc(host);
  return {
    host_offset: offset,
    host_distance: mpc === null ? null : (offset / ARCSEC_PER_RADIAN) * mpc * 1000,
  };
}

function angularDistanceMpc({ redshift, distmpc }: HostRow): number | null {
  if (redshift !== null && redshift > 0) return distancesAt(redshift)?.angularDiameterMpc ?? null;
  // Where no redshift is known it is near: the two distances are one.
  return distmpc;
}

/** A group that has saved an object, or is asked to. */
export function presentSavedGroup(row: SavedRow): Source['groups'][number] {
  return {
    id: row.group_id,
    name: row.name,
    nickname: row.nickname,
    active: row.active,
    requested: row.requested,
    saved_at: naiveUtc(row.saved_at),
    saved_by:
      row.saver_id === null || row.saver === null
        ? null
        : { id: row.saver_id, username: row.saver },
    saved_by_filter: row.filter_id,
  };
}
