import type { Source } from '../../api/types.ts';
import type { AppDispatch } from '../../app/store.ts';
import { tableApi } from './source-table.api.ts';

/** What is done to every chosen object. */
export type BulkAction =
  | { readonly kind: 'save'; readonly groupIds: readonly number[] }
  | { readonly kind: 'unsave'; readonly groupIds: readonly number[] }
  | { readonly kind: 'tag'; readonly optionId: number }
  | {
      readonly kind: 'classify';
      readonly said: {
        readonly classification: string;
        readonly taxonomy_id: number;
        readonly probability: number | null;
        readonly group_ids?: readonly number[];
      };
    }
  | { readonly kind: 'list'; readonly listName: string };

/** What takes one object's change back. */
export type BulkUndo = (dispatch: AppDispatch) => Promise<unknown>;

/** An object with the groups that have it. */
export type BulkItem = { readonly objId: string; readonly groupIds: readonly number[] };

export function bulkItem(source: Source): BulkItem {
  return {
    objId: source.id,
    groupIds: source.groups.filter(({ active }) => active).map(({ id }) => id),
  };
}

const { endpoints } = tableApi;

function changeGroups(
  dispatch: AppDispatch,
  objId: string,
  add: readonly number[],
  remove: readonly number[],
) {
  return dispatch(endpoints.bulkGroups.initiate({ objId, add, remove })).unwrap();
}

/** Does it to one object; null where there was nothing to do. */
export async function applyBulk(
  dispatch: AppDispatch,
  action: BulkAction,
  { objId, groupIds }: BulkItem,
): Promise<BulkUndo | null> {
  switch (action.kind) {
    case 'save': {
      const add = action.groupIds.filter((id) => !groupIds.includes(id));
      if (add.length === 0) return null;
      await changeGroups(dispatch, objId, add, []);
      return (send) => changeGroups(send, objId, [], add);
    }
    case 'unsave': {
      const remove = action.groupIds.filter((id) => groupIds.includes(id));
      if (remove.length === 0) return null;
      await changeGroups(dispatch, objId, [], remove);
      return (send) => changeGroups(send, objId, remove, []);
    }
    case 'tag': {
      const body = { obj_id: objId, objtagoption_id: action.optionId };
      const { id } = await dispatch(endpoints.bulkTag.initiate(body)).unwrap();
      return (send) => send(endpoints.bulkDelete.initiate(`objtag/${id}`)).unwrap();
    }
    case 'classify': {
      const body = { ...action.said, obj_id: objId };
      const made = await dispatch(endpoints.bulkClassify.initiate(body)).unwrap();
      const url = `classification/${made.classification_id}`;
      return (send) => send(endpoints.bulkDelete.initiate(url)).unwrap();
    }
    case 'list': {
      const body = { obj_id: objId, list_name: action.listName };
      const { id } = await dispatch(endpoints.bulkList.initiate(body)).unwrap();
      return (send) => send(endpoints.bulkDelete.initiate(`listing/${id}`)).unwrap();
    }
  }
}
