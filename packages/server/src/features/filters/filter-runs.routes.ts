import { nightByName } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { presentDiff, presentExplained, presentFunnel } from './filter-runs.presenter.ts';
import { chooseVersion, demandAlert, readWindow, runOver } from './filter-runs.service.ts';

/** A test over time alone is of one day at most. */
const MAX_TEST_DAYS = 1;
const EXPLAIN_TIME_MS = 10_000;

export function bindFilterRunRoutes(bind: Binder): void {
  bind.run(
    routes.testFilter,
    async ({ tx, params, body }) => {
      const window = readWindow(body.start_date, body.end_date);
      const objectIds = body.object_ids ?? null;
      const days = window === null ? Number.POSITIVE_INFINITY : window.toJd - window.fromJd;
      // A microsecond is to spare: dates as numbers are rounded.
      if (objectIds === null && days > MAX_TEST_DAYS + 1e-9) {
        const message = 'must be at most one day after start_date, unless object_ids are given';
        throw new InvalidRequestError([{ in: 'body', field: 'end_date', message }]);
      }
      const filter = await chooseVersion(tx, params.id, body);
      const work = { kind: 'test', window, objectIds } as const;
      return { filter, work, timeLimitMs: body.max_time_ms ?? 30_000 };
    },
    async (request, run) => {
      const { isComplete, passes } = await runOver(request, run);
      if (!isComplete) throw new FritzError('run_too_long');
      return passes.map(({ output }) => output);
    },
  );

  bind.run(
    routes.explainFilter,
    async ({ tx, params, query, body }) => {
      const filter = await chooseVersion(tx, params.id, body);
      const alert = await demandAlert(tx, filter.survey, query);
      const work = { kind: 'explain', ...alert } as const;
      return { filter, work, timeLimitMs: EXPLAIN_TIME_MS };
    },
    async (request, run) => {
      const explained = await runOver(request, run);
      if (explained === null) throw new NotFoundError('alert');
      return presentExplained(explained);
    },
  );

  bindNightRuns(bind);
}

function bindNightRuns(bind: Binder): void {
  bind.run(
    routes.runFunnel,
    async ({ tx, context, params, body }) => {
      const filter = await chooseVersion(tx, params.id, body);
      const work = { kind: 'funnel', ...readNight(body.night, context.now()) } as const;
      return { filter, work, timeLimitMs: body.max_time_ms ?? 30_000 };
    },
    async (request, run) => presentFunnel(await runOver(request, run)),
  );

  bind.run(
    routes.runDiff,
    async ({ tx, context, params, body }) => {
      const before = await chooseVersion(tx, params.id, body.from ?? {});
      const filter = await chooseVersion(tx, params.id, body.to);
      const work = { kind: 'diff', before, ...readNight(body.night, context.now()) } as const;
      return { filter, work, timeLimitMs: body.max_time_ms ?? 30_000 };
    },
    async (request, run) => presentDiff(await runOver(request, run)),
  );
}

function readNight(name: string | undefined, now: Date) {
  const night = name === undefined ? null : nightByName(name);
  if (name !== undefined && night === null) {
    throw new InvalidRequestError([{ in: 'body', field: 'night', message: 'is not a date' }]);
  }
  return { night: night?.name ?? null, nowMs: now.getTime() };
}
