import {
  type FilterRow,
  type FollowupRuleRun,
  lastPassed,
  listRuleRuns,
  type ViewerTx,
} from '@fritz/archive';
import { routes, type Static } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError } from '../../http/fritz-error.ts';
import type { RunCall } from '../../http/run-reply.ts';
import { chooseVersion, type RunRequest, runOver } from '../filters/filter-runs.service.ts';
import { demandFilter, demandOwnFilter, demandSettings } from '../filters/filters.service.ts';
import { ruleOfFilter } from './followup-rule.ts';
import { presentOutcome, presentRun } from './followup-rules.presenter.ts';
import { askByRule } from './rule-requests.ts';

const lookedAt = 20;
const timeLimitMs = 20_000;

interface Trial {
  filter: Pick<FilterRow, 'id' | 'name'>;
  settings: Record<string, unknown>;
  objectIds: readonly string[];
  run: RunRequest<{ kind: 'test'; window: null; objectIds: readonly string[] }>;
}

type Tried = Static<typeof routes.tryFilterFollowup.response>;

export function bindFilterFollowups(bind: Binder): void {
  bind.viewer(routes.listFilterFollowups, async ({ tx, params }) => {
    await demandFilter(tx, params.id);
    const runs: FollowupRuleRun[] = await listRuleRuns(tx, { filterId: params.id });
    return runs.map(presentRun);
  });

  bind.run(
    routes.tryFilterFollowup,
    async ({ tx, viewer, params, body }): Promise<Trial> => {
      const filter = await demandOwnFilter(tx, viewer, params.id);
      const settings = body.auto_followup ?? filter.auto_followup;
      await demandSettings(tx, filter, { auto_followup: settings, autosave: true });
      const objectIds = body.object_ids ?? (await lastPassed(tx, filter.id, lookedAt));
      return {
        ...{ filter, settings, objectIds },
        run: await testOf(tx, filter, settings, objectIds),
      };
    },
    (trial, call) => tryOut(trial, call),
  );
}

async function testOf(
  tx: ViewerTx,
  { id }: FilterRow,
  { pipeline }: Record<string, unknown>,
  objectIds: readonly string[],
): Promise<Trial['run']> {
  const text = Array.isArray(pipeline) || typeof pipeline === 'string' ? pipeline : [];
  const filter = await chooseVersion(tx, id, { pipeline: text });
  return { filter, work: { kind: 'test', window: null, objectIds }, timeLimitMs };
}

/** What the rule would do of each object, by the last of its alerts that the rule lets through. */
async function tryOut({ filter, settings, objectIds, run }: Trial, call: RunCall): Promise<Tried> {
  if (objectIds.length === 0) return [];
  const { isComplete, passes } = await runOver(run, call);
  if (!isComplete) throw new FritzError('run_too_long');
  const { context, viewerKey } = call;
  return context.archive.asViewer(viewerKey, async (tx) => {
    const viewer = await tx.viewer;
    if (viewer === null) throw new FritzError('not_authenticated');
    const tried: Tried = [];
    for (const objId of objectIds) {
      const of = passes.filter(({ objectId }) => objectId === objId);
      const last = of.toSorted((a, b) => (a.candid < b.candid ? 1 : -1))[0];
      const rule = last && ruleOfFilter(filter, settings, last.output);
      if (!last || !rule) {
        const words = 'the rule does not let it through';
        tried.push({ obj_id: objId, candid: null, outcome: 'not_passed', words, request_id: null });
        continue;
      }
      const outcome = await askByRule({ tx, viewer, context }, objId, rule, true);
      tried.push({ obj_id: objId, candid: last.candid, ...presentOutcome(outcome) });
    }
    return tried;
  });
}
