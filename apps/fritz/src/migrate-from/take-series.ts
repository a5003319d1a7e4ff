import { isRecord } from '../load/seed-files.ts';
import { ItemProblem, type Migration, type Taken } from './migration.ts';
import { type Item, itemsOf, markOf, pick } from './things.ts';

const kind = 'photometric series';
const copied = [
  ...[
    'series_name',
    'series_obj_id',
    'filter',
    'channel',
    'origin',
    'ra',
    'dec',
    'ra_unc',
    'dec_unc',
  ],
  ...['exp_time', 'limiting_mag', 'ref_flux', 'ref_fluxerr', 'time_stamp_alignment', 'altdata'],
];

/** Photometric series, each with its data as columns. */
export async function takeSeries(migration: Migration): Promise<void> {
  const path = 'photometric_series?dataFormat=none';
  for await (const { item } of migration.skyportal.pages(path, 'series')) {
    const mark = markOf(pick(item, [...copied, 'hash', 'num_exp']));
    await migration.take(kind, item.id, {
      make: async () => ({ ...(await makeSeries(migration, item)), mark }),
      again: async (known) => {
        if (known.mark === mark) return { ...known, mark, outcome: 'before' };
        const why = 'it changed there since; what it was stays here';
        return { ...known, mark, outcome: 'different', why };
      },
    });
  }
}

async function makeSeries(migration: Migration, item: Item): Promise<Taken> {
  if (!migration.journal.has('sources', item.obj_id)) {
    throw new ItemProblem(`${item.obj_id} is not here`);
  }
  const detail = await migration.skyportal.get(`photometric_series/${item.id}?dataFormat=json`);
  const data = isRecord(detail) ? detail.data : null;
  if (!isRecord(data)) throw new ItemProblem('its data cannot be read there');
  const owner = migration.journal.number('users', item.owner_id ?? null);
  const streams = idsOf(item, 'streams').flatMap((id) => {
    return migration.journal.number('streams', id) ?? [];
  });
  const body = {
    obj_id: item.obj_id,
    instrument_id: migration.demand('instruments', item.instrument_id),
    ...pick(item, copied),
    data,
    group_ids: migration.groupsOf(
      kind,
      { ...item, groups: idsOf(item, 'groups').map((id) => ({ id })) },
      owner,
    ),
    ...(streams.length > 0 ? { stream_ids: streams } : {}),
  };
  try {
    const what = { kind, id: item.id, path: 'photometric_series', body };
    return { to: Number((await migration.askAs(owner, what)).id) };
  } catch (error) {
    const problem = error instanceof ItemProblem ? error.answer?.data : null;
    // One that was stored just before an interruption.
    if (isRecord(problem) && problem.code === 'already_exists')
      return { to: null, outcome: 'before' };
    throw error;
  }
}

/** Groups and streams come as things, or as their ids alone. */
function idsOf(item: Item, what: 'groups' | 'streams'): unknown[] {
  const things = itemsOf(item[what]).map(({ id }) => id);
  if (things.length > 0) return things;
  const ids = item[what === 'groups' ? 'group_ids' : 'stream_ids'];
  return Array.isArray(ids) ? ids : [];
}
