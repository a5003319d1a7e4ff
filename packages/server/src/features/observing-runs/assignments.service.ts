import {
  type AssignmentChange,
  type AssignmentRow,
  deleteAssignment,
  findAssignment,
  findObjs,
  insertAssignments,
  updateAssignment,
  type ViewerTx,
} from '@fritz/archive';
import { readUtc } from '../../http/fields.ts';
import { FritzError, NotFoundError, refuseField } from '../../http/fritz-error.ts';
import { demandRun } from './observing-runs.service.ts';

/** An assignment that the viewer sees. */
export async function demandAssignment(tx: ViewerTx, id: number): Promise<AssignmentRow> {
  const found = await findAssignment(tx, id);
  if (found === null) throw new NotFoundError('assignment');
  return found;
}

/** What is to be observed in a run. */
export interface Wanted {
  run_id: number;
  obj_id?: string;
  obj_ids?: readonly string[];
  priority?: number | string;
  status?: string;
  comment?: string | null;
}

const usualPriority = 3;

/** Assigns one object to a run, or many. */
export async function assign(
  tx: ViewerTx,
  { run_id, obj_id, obj_ids, priority, status, comment }: Wanted,
): Promise<{ id?: number; ids?: number[] }> {
  if ((obj_id === undefined) === (obj_ids === undefined)) {
    return refuseField('obj_id', 'is needed, or obj_ids');
  }
  await demandRun(tx, run_id);
  const objIds = [...new Set(obj_ids ?? [obj_id ?? ''])];
  const known = await findObjs(tx, objIds);
  const unknown = objIds.filter((id) => !known.has(id));
  if (unknown.length > 0) throw new NotFoundError(`source as ${unknown.slice(0, 5).join(', ')}`);
  const made = await insertAssignments(tx, {
    runId: run_id,
    objIds,
    priority: Number(priority ?? usualPriority),
    status: status ?? 'pending',
    comment: comment || null,
  });
  if (obj_ids !== undefined) return { ids: made.map(({ id }) => id) };
  const [one] = made;
  if (one === undefined) {
    throw new FritzError('already_exists', {
      message: `${obj_id} is assigned to this run already.`,
    });
  }
  return { id: one.id };
}

/** What of an assignment changes. */
export interface ChangeBody {
  priority?: number | string;
  status?: string;
  comment?: string | null;
  marked_at?: string;
}

/** Changes an assignment; what is not named stays. */
export async function changeAssignment(tx: ViewerTx, id: number, body: ChangeBody): Promise<void> {
  const change: AssignmentChange = {
    ...(body.priority === undefined ? {} : { priority: Number(body.priority) }),
    ...(body.status === undefined ? {} : { status: body.status }),
    ...(body.comment === undefined ? {} : { comment: body.comment || null }),
    ...(body.marked_at === undefined
      ? {}
      : { marked_at: readUtc('body', 'marked_at', body.marked_at) }),
  };
  await demandAssignment(tx, id);
  if (!(await updateAssignment(tx, id, change))) throw new NotFoundError('assignment');
}

/** Takes an object off a run. */
export async function unassign(tx: ViewerTx, id: number): Promise<void> {
  await demandAssignment(tx, id);
  if (!(await deleteAssignment(tx, id))) throw new NotFoundError('assignment');
}
