import {
  type Archive,
  actFor,
  type FollowupWait,
  type RuleOutcome,
  settleFollowupRun,
  takeFollowupRuns,
  type ViewerTx,
} from '@fritz/archive';
import type { FastifyBaseLogger } from 'fastify';
import type { FollowupCall } from '../features/followup-requests/draft.service.ts';
import { ruleOfFilter, urgencyOf } from '../features/followup-requests/followup-rule.ts';
import { askByRule } from '../features/followup-requests/rule-requests.ts';

/** What rules are carried out with. */
export interface RuleParts {
  archive: Archive;
  workKey: string;
  context: FollowupCall['context'];
  log: Pick<FastifyBaseLogger, 'warn'>;
}

const atOnce = 50;
const leaseS = 120;
const mostAttempts = 3;

const refused = (words: string): RuleOutcome => ({ outcome: 'refused', words, requestId: null });

/**
 * Asks facilities for what filters want of what passed them, with the rights of whoever set the filter so,
 * and writes down what came of it (docs/adr/0053). Several servers may do so side by side.
 */
export class FollowupRules {
  private readonly parts: RuleParts;

  constructor(parts: RuleParts) {
    this.parts = parts;
  }

  /** Looks at what waits now; returns how many there were. */
  async round(): Promise<number> {
    const { archive, workKey } = this.parts;
    const waiting = await archive.asViewer(null, (tx) =>
      takeFollowupRuns(tx, workKey, { most: atOnce, leaseS }),
    );
    // Of several filters that want the same, the most urgent asks: the others find its request.
    for (const wait of waiting.toSorted((a, b) => urgency(a) - urgency(b))) await this.act(wait);
    return waiting.length;
  }

  private async act(wait: FollowupWait): Promise<void> {
    const { archive, workKey, log } = this.parts;
    try {
      await archive.asViewer(null, async (tx) => {
        const outcome = await this.outcomeOf(tx, wait);
        await settleFollowupRun(tx, workKey, wait, outcome);
      });
    } catch (error) {
      log.warn({ err: error, filterId: wait.filter_id, objId: wait.obj_id }, 'a rule failed');
      if (wait.attempts < mostAttempts) return;
      const outcome = refused('it failed here; the log says why');
      await archive.asViewer(null, (tx) => settleFollowupRun(tx, workKey, wait, outcome));
    }
  }

  private async outcomeOf(tx: ViewerTx, wait: FollowupWait): Promise<RuleOutcome> {
    const { workKey, context } = this.parts;
    const { settings, user_id: userId, obj_id: objId } = wait;
    const rule = ruleOf(wait);
    if (rule === null || settings.active === false) return refused('it is switched off meanwhile');
    if (userId === null) return refused('nobody has set it: save it again');
    const viewer = await actFor(tx, workKey, userId);
    if (viewer === null) return refused('the account of whoever set it has ended');
    return askByRule({ tx, viewer, context }, objId, rule);
  }
}

function ruleOf({ filter_id: id, filter_name: name, settings, output }: FollowupWait) {
  return ruleOfFilter({ id, name }, settings, output);
}

function urgency(wait: FollowupWait): number {
  const rule = ruleOf(wait);
  return rule === null ? Number.POSITIVE_INFINITY : urgencyOf(rule);
}
