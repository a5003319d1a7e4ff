import {
  addSummary,
  groupsAudience,
  type HostRow,
  listNeighbours,
  listSaved,
  type ObjChange,
  type ObjFields,
  type RedshiftEntry,
  updateObj,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, type Static, type sourceEdit } from '@fritz/contract';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { demandObj } from './sources.service.ts';

type Edit = Static<typeof sourceEdit>;

const fieldNames = [
  'ra_dis',
  'dec_dis',
  'ra_err',
  'dec_err',
  'redshift',
  'redshift_error',
  'redshift_origin',
  't0',
  'transient',
  'varstar',
  'is_roid',
  'mpc_name',
  'tns_name',
  'tns_info',
  'score',
  'origin',
  'alias',
  'altdata',
] as const satisfies readonly (keyof ObjFields)[];

/** What a request says of an object itself. */
export function fieldsOf(request: Omit<Edit, 'ra' | 'dec'>): Partial<ObjFields> {
  const given = fieldNames.filter((name) => request[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, request[name]]));
}

/** The beginning of the history of a redshift, where there is one. */
export function firstRedshift(
  { redshift, redshift_error, redshift_origin }: Partial<ObjFields>,
  viewer: Viewer,
  now: Date,
): { redshift_history?: RedshiftEntry[] } {
  if (redshift === undefined || redshift === null) return {};
  return {
    redshift_history: [
      {
        set_by_user_id: viewer.id,
        set_at_utc: naiveUtc(now),
        value: redshift,
        uncertainty: redshift_error ?? null,
        origin: redshift_origin ?? null,
      },
    ],
  };
}

/** Changes what is said of an object; each redshift that it had stays in its history. */
export async function editSource(
  tx: ViewerTx,
  viewer: Viewer,
  now: Date,
  edit: { id: string; change: Edit },
): Promise<void> {
  const { id, change } = edit;
  const obj = await demandObj(tx, id);
  const { ra, dec } = change;
  if ((ra !== undefined || dec !== undefined) && obj.survey !== null) {
    const field = ra === undefined ? 'dec' : 'ra';
    const message = 'the place of a survey’s object is that of its alerts';
    throw new InvalidRequestError([{ in: 'body', field, message }]);
  }
  const fields: ObjChange = {
    ...fieldsOf(change),
    ...(ra === undefined ? {} : { ra }),
    ...(dec === undefined ? {} : { dec }),
  };
  const said = ['redshift', 'redshift_error', 'redshift_origin'].some((name) => name in fields);
  if (said) {
    const entry: RedshiftEntry = {
      set_by_user_id: viewer.id,
      set_at_utc: naiveUtc(now),
      value: fields.redshift === undefined ? obj.redshift : fields.redshift,
      uncertainty: fields.redshift_error === undefined ? obj.redshift_error : fields.redshift_error,
      origin: fields.redshift_origin === undefined ? obj.redshift_origin : fields.redshift_origin,
    };
    fields.redshift_history = [...obj.redshift_history, entry];
  }
  if (Object.keys(fields).length > 0 && !(await updateObj(tx, obj, fields))) {
    throw new FritzError('permission_denied');
  }
  if (change.summary !== undefined) {
    const saved = await listSaved(tx, [id]);
    await summarize(tx, id, change.summary, [...new Set(saved.map((row) => row.group_id))]);
  }
}

/** Sums an object up for groups. */
export async function summarize(
  tx: ViewerTx,
  objId: string,
  summary: string | null,
  groupIds: readonly number[],
): Promise<void> {
  if (groupIds.length === 0) {
    const message = 'none of your groups has saved the object: there is nobody to tell';
    throw new FritzError('conflict', { message });
  }
  const audienceId = await groupsAudience(tx, groupIds);
  await addSummary(tx, { objId, summary, isBot: false, audienceId });
}

/** Names the galaxy that an object is in: one of the catalogs that it was matched with. */
export async function setHost(tx: ViewerTx, id: string, name: string | null): Promise<void> {
  const obj = await demandObj(tx, id);
  const host = name === null ? null : await findGalaxy(tx, id, name);
  if (!(await updateObj(tx, obj, { host }))) throw new FritzError('permission_denied');
}

async function findGalaxy(tx: ViewerTx, id: string, name: string): Promise<HostRow> {
  for (const { catalog, documents } of await listNeighbours(tx, id)) {
    const found = documents.find((one) => one.name === name || String(one._id) === name);
    if (found === undefined) continue;
    const read = (...keys: string[]) => {
      const value = keys.map((key) => found[key]).find((one) => typeof one === 'number');
      return typeof value === 'number' ? value : null;
    };
    return {
      name,
      catalog,
      ra: read('ra'),
      dec: read('dec'),
      redshift: read('z', 'redshift'),
      distmpc: read('distmpc', 'DistMpc'),
    };
  }
  throw new NotFoundError('galaxy among the neighbours of this object');
}
