import {
  addSuperObjMembers,
  createSuperObj,
  deleteSuperObj,
  findObjs,
  pageOfSuperObjs,
  removeSuperObjMembers,
  type SuperObjRow,
  updateSuperObj,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';

export function bindSuperObjRoutes(bind: Binder): void {
  bind.viewer(routes.listSuperObjs, async ({ tx, query }) => {
    const { pageNumber = 1, numPerPage = 100 } = query;
    const { total, rows } = await pageOfSuperObjs(tx, {
      id: null,
      name: query.name ?? null,
      isRoid: query.isRoid ?? null,
      objId: query.objID ?? null,
      limit: numPerPage,
      offset: (pageNumber - 1) * numPerPage,
    });
    return { superObjs: rows.map(presentSuperObj), totalMatches: total, pageNumber, numPerPage };
  });

  bind.viewer(routes.getSuperObj, async ({ tx, params }) => {
    return presentSuperObj(await demandSuperObj(tx, params.id));
  });

  bind.viewer(routes.createSuperObj, async ({ tx, body }) => {
    const { name = null, is_roid: isRoid = false, obj_ids: objIds = [] } = body;
    await demandObjs(tx, 'obj_ids', objIds);
    const id = await createSuperObj(tx, { name, isRoid });
    await addSuperObjMembers(tx, id, objIds);
    return { id };
  });

  bind.viewer(routes.updateSuperObj, async ({ tx, params, body }) => {
    const { obj_ids: all, add_obj_ids: added, remove_obj_ids: removed, ...change } = body;
    if (all !== undefined && (added !== undefined || removed !== undefined)) {
      const message = 'goes without add_obj_ids and remove_obj_ids';
      throw new InvalidRequestError([{ in: 'body', field: 'obj_ids', message }]);
    }
    const { id } = await demandSuperObj(tx, params.id);
    await demandObjs(tx, 'obj_ids', all ?? []);
    await demandObjs(tx, 'add_obj_ids', added ?? []);
    if (!(await updateSuperObj(tx, id, change))) throw new FritzError('permission_denied');
    await addSuperObjMembers(tx, id, all ?? added ?? []);
    if (all !== undefined) await removeSuperObjMembers(tx, id, { except: all });
    if (removed !== undefined) await removeSuperObjMembers(tx, id, { objIds: removed });
    return {};
  });

  bind.viewer(routes.deleteSuperObj, async ({ tx, params }) => {
    await demandSuperObj(tx, params.id);
    if (!(await deleteSuperObj(tx, params.id))) throw new FritzError('permission_denied');
    return {};
  });
}

async function demandSuperObj(tx: ViewerTx, id: number): Promise<SuperObjRow> {
  const filter = { id, name: null, isRoid: null, objId: null, limit: 1, offset: 0 };
  const [row] = (await pageOfSuperObjs(tx, filter)).rows;
  if (row === undefined) throw new NotFoundError('super object');
  return row;
}

async function demandObjs(tx: ViewerTx, field: string, ids: readonly string[]): Promise<void> {
  const found = await findObjs(tx, ids);
  const message = 'there is no such object, or you may not see it';
  const problems = ids.flatMap((id, index) =>
    found.has(id) ? [] : [{ in: 'body', field: `${field}[${index}]`, message } as const],
  );
  if (problems.length > 0) throw new InvalidRequestError(problems);
}

function presentSuperObj({ created_at, ...row }: SuperObjRow) {
  return { ...row, created_at: naiveUtc(created_at) };
}
