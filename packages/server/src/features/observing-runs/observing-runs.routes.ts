import {
  addObservingLog,
  listAssignments,
  listObservingLog,
  listObservingRuns,
  markAssignments,
  type ViewerTx,
} from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readUtc } from '../../http/fields.ts';
import { NotFoundError, refuseField } from '../../http/fritz-error.ts';
import { assign, changeAssignment, demandAssignment, unassign } from './assignments.service.ts';
import { bindCalendarRoutes } from './calendars.routes.ts';
import {
  presentAssignments,
  presentLogEntry,
  presentRunDetail,
  presentRuns,
} from './observing-runs.presenter.ts';
import { changeRun, demandRun, makeRun, removeRun } from './observing-runs.service.ts';

/** More are not listed, of a run or of all. */
const maxListed = 2000;

export function bindObservingRunRoutes(bind: Binder): void {
  bindRuns(bind);
  bindLog(bind);
  bindAssignments(bind);
  bindCalendarRoutes(bind);
}

function bindRuns(bind: Binder): void {
  bind.viewer(routes.listObservingRuns, async ({ tx, query }) => {
    const time = (field: 'endsAfter' | 'startsBefore') => {
      const text = query[field];
      return text === undefined ? undefined : readUtc('query', field, text);
    };
    const search = { endsAfter: time('endsAfter'), startsBefore: time('startsBefore') };
    return presentRuns(tx, await listObservingRuns(tx, search));
  });

  bind.viewer(routes.getObservingRun, async ({ tx, params, query, context }) => {
    const run = await demandRun(tx, params.id);
    const rows = await listAssignments(tx, { runId: run.id }, maxListed);
    return presentRunDetail(tx, run, { rows, night: query.night ?? null, now: context.now() });
  });

  bind.viewer(routes.createObservingRun, async ({ tx, viewer, body }) => ({
    id: await makeRun({ tx, viewer }, body),
  }));

  bind.viewer(routes.updateObservingRun, async ({ tx, viewer, params, body }) => {
    await changeRun({ tx, viewer }, params.id, body);
    return {};
  });

  bind.viewer(routes.deleteObservingRun, async ({ tx, params, context }) => {
    await removeRun(tx, params.id, context.now());
    return {};
  });

  bind.viewer(routes.markNotObserved, async ({ tx, params, body }) => {
    await demandRun(tx, params.id);
    const marks = { from: body.current_status, to: body.new_status };
    return { changed: await markAssignments(tx, params.id, marks) };
  });
}

function bindLog(bind: Binder): void {
  bind.viewer(routes.listObservingLog, async ({ tx, params }) => {
    await demandRun(tx, params.id);
    return (await listObservingLog(tx, params.id)).map(presentLogEntry);
  });

  bind.viewer(routes.addObservingLog, async ({ tx, params, body }) => {
    const { id: runId } = await demandRun(tx, params.id);
    const assignmentId = body.assignment_id ?? null;
    if (assignmentId !== null) await demandOfRun(tx, assignmentId, runId);
    const at = body.at === undefined ? null : readUtc('body', 'at', body.at);
    return { id: await addObservingLog(tx, { runId, assignmentId, note: body.note.trim(), at }) };
  });
}

async function demandOfRun(tx: ViewerTx, id: number, runId: number): Promise<void> {
  const { run_id } = await demandAssignment(tx, id);
  if (run_id !== runId) refuseField('assignment_id', 'is of another run');
}

function bindAssignments(bind: Binder): void {
  bind.viewer(routes.listAssignments, async ({ tx, query, context }) => {
    const search = { runId: query.runID, objId: query.objID, status: query.status };
    return presentAssignments(tx, await listAssignments(tx, search, maxListed), context.now());
  });

  bind.viewer(routes.getAssignment, async ({ tx, params, context }) => {
    const rows = [await demandAssignment(tx, params.id)];
    const [shown] = await presentAssignments(tx, rows, context.now());
    if (shown === undefined) throw new NotFoundError('assignment');
    return shown;
  });

  bind.viewer(routes.createAssignment, ({ tx, body }) => assign(tx, body));

  bind.viewer(routes.updateAssignment, async ({ tx, params, body }) => {
    await changeAssignment(tx, params.id, body);
    return {};
  });

  bind.viewer(routes.deleteAssignment, async ({ tx, params }) => {
    await unassign(tx, params.id);
    return {};
  });
}
