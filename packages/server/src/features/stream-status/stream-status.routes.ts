import { filterStatus, surveyStatus } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { presentStreamStatus } from './stream-status.presenter.ts';

const dayMs = 86_400_000;
/** Noon at Palomar in standard time (UTC − 8 h): between two nights. */
const nightStartMs = 20 * 3_600_000;

/** When the night that `now` belongs to began: the last 20:00 UTC. */
export function startOfNight(now: Date): Date {
  const sinceStart = (now.getTime() - nightStartMs) % dayMs;
  return new Date(now.getTime() - sinceStart);
}

export function bindStreamStatusRoutes(bind: Binder): void {
  bind.viewer(routes.getStreamStatus, async ({ tx, context }) => {
    const since = startOfNight(context.now());
    return presentStreamStatus(since, await surveyStatus(tx, since), await filterStatus(tx, since));
  });
}
