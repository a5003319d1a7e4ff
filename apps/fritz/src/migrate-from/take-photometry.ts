import { isRecord } from '../load/seed-files.ts';
import type { Migration } from './migration.ts';
import type { Item } from './skyportal-client.ts';
import { demand } from './take-facilities.ts';

const perUpload = 2000;

/**
 * An object's points, by owner and by whom they are for. A point that is there already is the same
 * point (PUT), so that an upload that was interrupted is sent again as a whole.
 */
export async function takePhotometry(migration: Migration, objId: string): Promise<void> {
  const path = `sources/${encodeURIComponent(objId)}/photometry`;
  const query = 'format=flux&magsys=ab&includeOwnerInfo=true&includeStreamInfo=true';
  const points = await migration.list('photometry', `${path}?${query}`);
  for (const [key, group] of Map.groupBy(points, audienceKey)) {
    for (let start = 0; start < group.length; start += perUpload) {
      await takePoints(migration, objId, `${objId} ${key}`, group.slice(start, start + perUpload));
    }
  }
}

const ids = (value: unknown) =>
  (Array.isArray(value) ? value.filter(isRecord) : []).map(({ id }) => Number(id)).sort();

function ownerOf(point: Item): unknown {
  return isRecord(point.owner) ? point.owner.id : (point.owner_id ?? null);
}

function audienceKey(point: Item): string {
  return JSON.stringify([ownerOf(point), ids(point.groups), ids(point.streams)]);
}

async function takePoints(
  migration: Migration,
  objId: string,
  key: string,
  points: readonly Item[],
): Promise<void> {
  const [first] = points;
  if (!first) return;
  const counts = migration.counts('photometry points');
  counts.found += points.length;
  await migration.take('photometry', `${key} from ${first.id}`, async () => {
    const owner = migration.journal.number('users', ownerOf(first));
    const group_ids = migration.groupsOf('photometry', { ...first, id: key }, owner);
    const column = (name: string) => points.map((point) => point[name] ?? null);
    const optional = ['ra', 'dec', 'altdata', 'ref_flux', 'ref_fluxerr'].filter((name) =>
      points.some((point) => point[name] !== null && point[name] !== undefined),
    );
    const body = {
      obj_id: objId,
      mjd: column('mjd'),
      filter: column('filter'),
      instrument_id: points.map((one) => demand(migration, 'instruments', one.instrument_id)),
      flux: column('flux'),
      fluxerr: column('fluxerr'),
      zp: 23.9,
      magsys: 'ab',
      origin: column('origin'),
      ...Object.fromEntries(optional.map((name) => [name, column(name)])),
      group_ids,
      stream_ids: ids(first.streams).flatMap((id) => migration.journal.number('streams', id) ?? []),
    };
    const what = { kind: 'photometry', id: key, path: 'photometry', body, method: 'PUT' } as const;
    await migration.askAs(owner, what);
    counts.made += points.length;
    return { to: null, isNew: true };
  });
}
