import {
  listCollections,
  listQueryJobs,
  listSavedQueries,
  removeQueryJob,
  removeSavedQuery,
  type SavedQueryFields,
} from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { readAskedQuery, WAITED_MS } from '../../query-jobs/asked-query.ts';
import { planAskedQuery } from '../../query-jobs/plan-asked-query.ts';
import { presentJob, presentSavedQuery } from './queries.presenter.ts';
import {
  changeQuery,
  demandJob,
  demandResult,
  demandSavedQuery,
  endJob,
  keepQuery,
  orderJob,
} from './queries.service.ts';
import { sendQuery, sendResult } from './send-file.ts';

export function bindQueryRoutes(bind: Binder): void {
  const { context } = bind;
  bind.file(
    routes.runQuery,
    async ({ body, query }) => ({
      asked: readAskedQuery(body, WAITED_MS),
      format: query.format ?? 'jsonl',
    }),
    (reply, { asked, format }, request) => sendQuery(context, asked, { request, reply, format }),
  );

  bind.viewer(routes.explainQuery, async ({ tx, body }) => {
    const planned = await planAskedQuery(tx, readAskedQuery(body, WAITED_MS));
    const { pushed, indexes, residual, ...rest } = await planned.explain(tx);
    return { ...rest, pushed: [...pushed], indexes: [...indexes], residual: [...residual] };
  });

  bind.viewer(routes.listQueryCollections, ({ tx }) => listCollections(tx));
  bindSavedQueries(bind);
  bindJobs(bind);
}

function bindSavedQueries(bind: Binder): void {
  bind.viewer(routes.listSavedQueries, async ({ tx }) =>
    (await listSavedQueries(tx)).map(presentSavedQuery),
  );

  bind.viewer(routes.getSavedQuery, async ({ tx, params }) =>
    presentSavedQuery(await demandSavedQuery(tx, params.id)),
  );

  bind.viewer(routes.saveQuery, async ({ tx, viewer, body }) =>
    presentSavedQuery(await keepQuery(tx, viewer, fieldsOf(body))),
  );

  bind.viewer(routes.updateSavedQuery, async ({ tx, params, body }) =>
    presentSavedQuery(await changeQuery(tx, params.id, fieldsOf(body))),
  );

  bind.viewer(routes.deleteSavedQuery, async ({ tx, params }) => {
    const found = await demandSavedQuery(tx, params.id);
    if (!found.is_own) throw new FritzError('not_author');
    await removeSavedQuery(tx, params.id);
    return {};
  });
}

function fieldsOf(body: {
  readonly name: string;
  readonly query: Record<string, unknown>;
  readonly group_id?: number | null;
}): SavedQueryFields {
  return { name: body.name.trim(), asked: body.query, groupId: body.group_id ?? null };
}

function bindJobs(bind: Binder): void {
  const { context } = bind;
  bind.viewer(routes.listQueryJobs, async ({ tx }) => (await listQueryJobs(tx)).map(presentJob));

  bind.viewer(routes.createQueryJob, async ({ tx, body }) =>
    presentJob(await orderJob(tx, body.query, body.name?.trim() ?? null)),
  );

  bind.viewer(routes.getQueryJob, async ({ tx, params }) =>
    presentJob(await demandJob(tx, params.id)),
  );

  bind.viewer(routes.cancelQueryJob, async ({ tx, params }) =>
    presentJob(await endJob(tx, params.id)),
  );

  bind.viewer(routes.deleteQueryJob, async ({ tx, params }) => {
    if (!(await removeQueryJob(tx, params.id))) throw new NotFoundError('job');
    return {};
  });

  bind.file(
    routes.getQueryResult,
    async ({ tx, params, query }) => ({
      job: await demandResult(tx, params.id),
      format: query.format ?? 'jsonl',
    }),
    (reply, { job, format }, request) => sendResult(context, job, { request, reply, format }),
  );
}
